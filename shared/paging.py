"""How does a reader walk through a long list, page by page, without losing or repeating a row?"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from shared.marks import N_
from shared.refusals import Invalid

T = TypeVar("T")
_DIGITS = 1_000
_FOREIGN = N_("is not a cursor this list gave; start without one")


class Page(msgspec.Struct, Generic[T]):
    """Some rows of a list, and the cursor that leads to the rows after them (None: there are none)."""

    items: list[T]
    next_cursor: str | None


class Key(NamedTuple):
    """One value rows are ordered by: its SQL expression, its name in the result, its Python type."""

    expression: str
    name: str
    type: type


class Keyset(NamedTuple):
    """An order of rows. The last key is unique, so that each row has its own place."""

    keys: tuple[Key, ...]
    descending: bool = False

    def reversed(self) -> "Keyset":
        """The same order from its end."""
        return self._replace(descending=not self.descending)

    def order(self) -> str:
        """What stands after `order by`."""
        direction = " desc" if self.descending else ""
        return ", ".join(f"{key.expression}{direction}" for key in self.keys)

    def after(self, cursor: str | None) -> tuple[str, dict[str, Any]]:
        """A condition for the rows after the cursor, with its parameters. Raises Invalid."""
        if cursor is None:
            return "true", {}
        values = decoded(cursor, tuple(key.type for key in self.keys))
        names = [f"after_{key.name}" for key in self.keys]
        left = ", ".join(key.expression for key in self.keys)
        right = ", ".join(f":{name}" for name in names)
        return f"({left}) {'<' if self.descending else '>'} ({right})", dict(zip(names, values, strict=True))

    def page(self, rows: Sequence[Any], limit: int, item: Callable[[Any], T]) -> Page[T]:
        """The first `limit` of the rows; one row more was read if there is a next page."""
        shown = rows[:limit]
        more = len(rows) > limit
        last = [getattr(shown[-1], key.name) for key in self.keys] if more else None
        return Page([item(row) for row in shown], None if last is None else encoded(last))


def chosen(orders: Mapping[str, Keyset], name: str) -> Keyset:
    """The order a reader asks for by name. Raises Invalid."""
    try:
        return orders[name]
    except KeyError:
        problem = f"is not one of {', '.join(orders)}"
        raise Invalid(problems=[{"field": "sort", "problem": problem}]) from None


def encoded(values: Any) -> str:
    """A cursor: opaque text that fits into a URL."""
    return urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def decoded(cursor: str, types: tuple[type, ...]) -> tuple[Any, ...]:
    """The values in a cursor. Raises Invalid."""
    try:
        document = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        values: tuple[Any, ...] = msgspec.json.decode(document, type=tuple.__class_getitem__(types))
    except (ValueError, msgspec.DecodeError):
        raise _foreign() from None
    if not all(map(_storable, values)):
        raise _foreign()
    return values


def _storable(value: Any) -> bool:
    """Whether a database could have held this value, so that it may be asked to compare with it."""
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value.adjusted()) < _DIGITS
    return "\x00" not in value if isinstance(value, str) else True


def _foreign() -> Invalid:
    return Invalid(problems=[{"field": "cursor", "problem": _FOREIGN}])
