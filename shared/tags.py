"""What is a tag, and when does a record get or lose one?"""

import unicodedata
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from shared.commands import Line
from shared.refusals import Refused

LONGEST = 50
MOST = 50


class TooManyTags(Refused):
    """This record has as many tags as it can have. Take one away first."""


def normal(text: str) -> str:
    """One way to write it: compatible signs are the same, and so is any run of blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


Tag = Annotated[Line, AfterValidator(normal), StringConstraints(max_length=LONGEST)]
"""A short word or two; capitals are kept, and make no other tag."""


def holds(tags: Sequence[str], tag: str) -> str | None:
    """The tag as the record has it, however it is capitalised."""
    return next((each for each in tags if each.casefold() == tag.casefold()), None)


def addable(tags: Sequence[str], tag: str) -> bool:
    """Is it new to this record? Raises TooManyTags."""
    if holds(tags, tag) is not None:
        return False
    if len(tags) >= MOST:
        raise TooManyTags("tag")
    return True


def lost(now: Sequence[str], then: Sequence[str]) -> list[str]:
    """The tags that are there now and were not then."""
    return [tag for tag in now if tag not in then]
