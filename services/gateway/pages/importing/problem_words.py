"""How does a problem with a row read in the reader's language?"""

import re

from services.gateway.language import translated
from services.gateway.pages.importing.words import FIELDS
from services.gateway.validation_words import problem_in
from shared.marks import N_

_SENTENCES = [
    (re.compile(pattern, re.DOTALL), template)
    for pattern, template in (
        (r"'(.*)' is not a number", N_("“{0}” is not a number.")),
        (r"'(.*)' is not a date of the form (.*)", N_("“{0}” is not a date such as {1}.")),
        (r"'(.*)' is none of (.*)", N_("“{0}” is not known here; choose one of: {1}.")),
        (r"there is no customer '(.*)'", N_("There is no customer “{0}”.")),
        (r"there is no product '(.*)'", N_("There is no product “{0}”.")),
        (r"there is no (?:user|agent) '(.*)'", N_("There is no colleague “{0}”.")),
        (r"(.*) is not a whole number", N_("“{0}” is not a whole number.")),
        (r"'(.*)' is not an id of Hindsight", N_("“{0}” is not an id of Hindsight.")),
        (r"is blank; loaded without it", N_("This cell is blank.")),
        (r"is blank", N_("This must be filled in.")),
        (r"names the record: .*", N_("Nothing names the record: fill in the column that identifies it.")),
        (
            r"'(.*)' names the record of an earlier row of this file",
            N_("An earlier row has the same key, “{0}”."),
        ),
        (
            r"the row has (\S+) fields where the header has (\S+)",
            N_("The row has {0} cells, the header {1}."),
        ),
        (r"a (\w+) deal needs a closing date", N_("A closed deal needs its closing date.")),
        (r"String should match pattern '\^\[a-z\].*", N_("This is not one of our stages; choose one.")),
        (r"is not a phone number.*", N_("This is not a phone number.")),
        (r"the \w+ has no date for .*", N_("There is no date for this step; it counts from the import.")),
        (r"You may not do this.*", N_("You may not do this.")),
        (
            r".*(?:email address|@-sign|part after the @|part before the @).*",
            N_("This is not an e-mail address."),
        ),
    )
]
_LEFT_OUT = "; left out"
_NEEDED = re.compile(r"(.*): the mapping of \w+ leaves out (.*)\.")


def told(language: str, problem: str) -> str:
    """The sentence; what was left out because of it says so."""
    if missing := _NEEDED.fullmatch(problem):
        fields = [translated(language, FIELDS.get(name, name)) for name in missing[2].split(", ")]
        return translated(language, N_("{0}: still needed: {1}.")).format(missing[1], ", ".join(fields))
    bare = problem.removesuffix(_LEFT_OUT)
    sentence = next(
        (
            translated(language, template).format(*match.groups())
            for pattern, template in _SENTENCES
            if (match := pattern.fullmatch(bare))
        ),
        None,
    )
    sentence = sentence or problem_in(language, bare)
    if bare == problem:
        return sentence
    return f"{sentence} {translated(language, N_('It is left out.'))}"
