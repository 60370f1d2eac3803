"""How is a filter written, so that it fits into a URL and a person can read it?

    lifecycle.is(customer),or(sector.is(software,medical),amount.above(1000)),name.has("Li, Wang")

Tests beside each other must all hold, those in `or(…)` one of them; groups stand in groups. A value with one
of `( ) , "` or a space at its edge stands in quotation marks, where a mark is written twice.
"""

from typing import Literal, NoReturn

import msgspec

from shared.marks import N_
from shared.refusals import Invalid
from shared.texts import problem_with

LONGEST = 2_000
DEEPEST = 4
MOST_TERMS = 40
MOST_VALUES = 50
LONGEST_VALUE = 200
_TOO_LONG = N_("is longer than 2,000 characters; take a condition away")
_TOO_DEEP = N_("has groups in groups more than four deep; make it simpler")
_TOO_MANY = N_("has more than 40 conditions; take some away")
_TOO_MANY_VALUES = N_("names more than 50 values; take some away")
_LONG_VALUE = N_("has a value of more than 200 characters")
_GARBLED = N_("cannot be read; it is written as field.operator(value), such as name.has(pump)")
_SPECIAL = frozenset('(),"')


class Term(msgspec.Struct, frozen=True):
    """What one field must fulfil."""

    field: str
    operator: str
    values: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """Tests and groups of which all (`and`) or one (`or`) must hold; an empty one always holds."""

    joined: Literal["and", "or"]
    parts: tuple["Term | Group", ...] = ()


EVERYTHING = Group("and")


def wrong(problem: str, field: str = "filter") -> NoReturn:
    """Refuse a filter, at the field it is about."""
    raise Invalid(problems=[{"field": field, "problem": problem}])


def parsed(text: str) -> Group:
    """The filter in a text. Raises Invalid."""
    if len(text) > LONGEST:
        wrong(_TOO_LONG)
    if problem := problem_with(text):
        wrong(problem)
    if not text.strip():
        return EVERYTHING
    reader = _Reader(text)
    found = Group("and", reader.parts(1))
    if not reader.at_end:
        wrong(_GARBLED)
    return found


def written(filter_: Group) -> str:
    """The text of a filter, from which `parsed` makes the same again."""
    if filter_.joined == "or":
        return f"or({','.join(map(_part, filter_.parts))})"
    return ",".join(map(_part, filter_.parts))


def terms(filter_: Group) -> list[Term]:
    """Every term of a filter, from left to right."""
    return [term for part in filter_.parts for term in (terms(part) if isinstance(part, Group) else [part])]


def _part(part: Term | Group) -> str:
    if isinstance(part, Term):
        return f"{part.field}.{part.operator}({','.join(map(_quoted, part.values))})"
    return f"{part.joined}({','.join(map(_part, part.parts))})"


def _quoted(value: str) -> str:
    if value and value == value.strip() and not _SPECIAL & set(value):
        return value
    return '"' + value.replace('"', '""') + '"'


class _Reader:
    """Reads a filter from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._terms = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._text)

    def parts(self, depth: int) -> tuple[Term | Group, ...]:
        """What stands beside each other, up to a closing bracket or the end."""
        if depth > DEEPEST:
            wrong(_TOO_DEEP)
        found = [self._part(depth)]
        while self._taken(","):
            found.append(self._part(depth))
        return tuple(found)

    def _part(self, depth: int) -> Term | Group:
        name = self._name()
        if name in ("and", "or") and self._next == "(":
            self._take("(")
            group = Group("and" if name == "and" else "or", self.parts(depth + 1))
            self._take(")")
            return group
        field, _, operator = name.rpartition(".")
        self._terms += 1
        if self._terms > MOST_TERMS:
            wrong(_TOO_MANY)
        if not field or not operator:
            wrong(_GARBLED)
        return Term(field, operator, self._values())

    def _name(self) -> str:
        start = self._at
        while self._next.isalnum() or self._next in ("_", ".", "-"):
            self._at += 1
        return self._text[start : self._at].strip()

    def _values(self) -> tuple[str, ...]:
        self._take("(")
        if self._taken(")"):
            return ()
        found = [self._value()]
        while self._taken(","):
            found.append(self._value())
        self._take(")")
        if len(found) > MOST_VALUES:
            wrong(_TOO_MANY_VALUES)
        return tuple(found)

    def _value(self) -> str:
        value = self._quoted() if self._next == '"' else self._plain()
        if len(value) > LONGEST_VALUE:
            wrong(_LONG_VALUE)
        return value

    def _plain(self) -> str:
        start = self._at
        while self._next and self._next not in _SPECIAL:
            self._at += 1
        return self._text[start : self._at].strip()

    def _quoted(self) -> str:
        self._take('"')
        pieces = []
        while True:
            end = self._text.find('"', self._at)
            if end < 0:
                wrong(_GARBLED)
            pieces.append(self._text[self._at : end])
            self._at = end + 1
            if not self._taken('"'):
                return '"'.join(pieces)

    @property
    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _taken(self, char: str) -> bool:
        if self._next != char:
            return False
        self._at += 1
        return True

    def _take(self, char: str) -> None:
        if not self._taken(char):
            wrong(_GARBLED)
