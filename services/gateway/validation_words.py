"""How does a problem with an input field read in the reader's language?"""

import re

from services.gateway.language import translated
from shared.marks import N_

# What the validation library says, as a pattern; its groups fill the template's places in order.
_SENTENCES = [
    (re.compile(pattern, re.DOTALL), template)
    for pattern, template in (
        (r"Field required", N_("This is needed.")),
        (r"String should have at least 1 character", N_("This is needed.")),
        (r"(?:List|Tuple) should have at least 1 item .*", N_("This is needed.")),
        (r"String should have at most (\d+) characters", N_("At most {0} characters.")),
        (
            r"String should match pattern '\^\[A-Z\]\{3\}\$'",
            N_("A currency is three capital letters, such as CNY."),
        ),
        (r"String should match pattern .*", N_("One line of plain text, please.")),
        (
            r"Input should be a (?:valid decimal|finite number).*",
            N_("A number, please, such as 1250 or 1250.50."),
        ),
        (r"Unable to parse input string as an integer.*", N_("A whole number, please.")),
        (r"Input should be a valid (?:integer|number).*", N_("A whole number, please.")),
        (
            r"Decimal input should have no more than (\d+) decimal places?",
            N_("At most {0} digits after the point."),
        ),
        (r"Decimal input should have no more than (\d+) digits.*", N_("At most {0} digits.")),
        (r"Input should be greater than or equal to (\S+)", N_("{0} or more.")),
        (r"Input should be less than or equal to (\S+)", N_("{0} or less.")),
        (
            r"(?:Input should be a valid date|Datetimes provided to dates should).*",
            N_("A date, please, such as 2026-03-31."),
        ),
        (r"Input should be a valid UUID.*", N_("This is not the id of a record (a UUID).")),
        (r"Input should be ('.*)", N_("One of {0}, please.")),
        (r"is not one of (.*)", N_("One of {0}, please.")),
        (r"there is no field (\S+)(?: to sort by)?", N_("There is no field {0}.")),
        (r"there is no record (\S+)", N_("There is no record {0}.")),
        (r"the record (\S+) is of another kind", N_("The record {0} is of another kind.")),
        (r"(?:List|Tuple) should have at most (\d+) items? .*", N_("At most {0} entries.")),
        (r"Input should be an? .*", N_("This is not the right kind of value.")),
        (r"Extra inputs are not permitted", N_("There is no such field.")),
        (
            r"Value error, is not a phone number.*",
            N_("This is not a phone number: 3 to 20 digits, with + ( ) - and spaces."),
        ),
        (r"Value error, .*@.*", N_("This is not an e-mail address, such as name@example.com.")),
        (
            r"Value error, .*(?:email|domain).*",
            N_("This is not an e-mail address, such as name@example.com."),
        ),
    )
]


def problem_in(language: str, problem: str) -> str:
    """The problem as a sentence for the reader; an unknown one as it came."""
    for pattern, template in _SENTENCES:
        if found := pattern.fullmatch(problem):
            return translated(language, template).format(*found.groups())
    return translated(language, problem.removeprefix("Value error, "))
