"""What is somebody called?"""

from random import Random
from typing import NamedTuple

from services.operations.demo import words


class Name(NamedTuple):
    """A name as it is written, as an e-mail address has it, and the sex it goes with."""

    written: str
    latin: str
    sex: str


def full_name(chance: Random, language: str) -> Name:
    sex = chance.choice(("female", "male"))
    if language == "en":
        first, last = chance.choice(words.FIRST[sex]), chance.choice(words.LAST)
        return Name(f"{first} {last}", f"{first}.{last}".lower(), sex)
    surname, given = chance.randrange(len(words.SURNAMES)), chance.randrange(len(words.GIVEN[sex]))
    latin = f"{words.GIVEN_PINYIN[sex][given]}.{words.PINYIN[surname]}"
    return Name(words.SURNAMES[surname] + words.GIVEN[sex][given], latin, sex)
