"""Of which kind is a field, and what can be asked of it?"""

from enum import StrEnum


class Kind(StrEnum):
    """What a field holds; the kind decides its operators, its input, and how it is shown."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    INSTANT = "instant"
    CHOICE = "choice"
    USER = "user"
    RECORD = "record"
    BRANCH = "branch"
    BOOL = "bool"
    TAGS = "tags"
    LIST = "list"
    RECORDS = "records"


EMPTY = ("empty", "filled")
"""Operators without a value."""
_MEASURED = ("is", "not", "from", "to", "above", "below")
_DATED = ("in", "older", "on", "from", "to", "before", "after")
_CHOSEN = ("is", "not")
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("has", "is", "not", "starts", *EMPTY),
    Kind.NUMBER: (*_MEASURED, *EMPTY),
    Kind.MONEY: (*_MEASURED, *EMPTY),
    Kind.DATE: (*_DATED, *EMPTY),
    Kind.INSTANT: (*_DATED, *EMPTY),
    Kind.CHOICE: (*_CHOSEN, *EMPTY),
    Kind.USER: (*_CHOSEN, *EMPTY),
    Kind.RECORD: (*_CHOSEN, *EMPTY),
    Kind.BRANCH: (*_CHOSEN, *EMPTY),
    Kind.BOOL: ("is",),
    Kind.TAGS: ("has", "all", "lacks", *EMPTY),
    Kind.LIST: ("has", *EMPTY),
    Kind.RECORDS: ("has", "all", "lacks", *EMPTY),
}
"""The operators of each kind, the usual one first. `from` and `to` include their value."""
MANY = frozenset({"is", "not", "has", "all", "lacks"})
"""Operators that take several values: any of them, none of them, or all of them."""
YES, NO = "yes", "no"
ME, TEAM, MINE = "me", "team", "mine"
"""Who asks, everybody of their team, and the branches they work in."""
