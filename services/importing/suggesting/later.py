"""Are the rows of this file something that Hindsight has no place for yet?"""

from collections.abc import Collection

from services.importing.suggesting.words import WORDS, plain

_ENOUGH = 2


def later_of(header: Collection[str]) -> str | None:
    """What they are; two headers that stand in no other file are enough."""
    found = {plain(name) for name in header}
    marks: dict[str, list[str]] = WORDS["later"]
    return next((name for name, words in marks.items() if len(found.intersection(words)) >= _ENOUGH), None)
