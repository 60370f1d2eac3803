"""Which columns does a row type become?"""

import types
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

from shared.projection import Row, SearchTokens

_SCALARS: dict[Any, str] = {
    UUID: "uuid",
    str: "text",
    bool: "boolean",
    int: "bigint",
    float: "double precision",
    Decimal: "numeric",
    date: "date",
    datetime: "timestamptz",
}
_LISTS = (list, tuple, Sequence)


class Column(NamedTuple):
    """A column: its quoted name, the type rows are sent as, and the type it is stored as."""

    name: str
    sent: str
    stored: str
    nullable: bool

    @property
    def definition(self) -> str:
        """The column as `create table` wants it."""
        return f"{self.name} {self.stored}{'' if self.nullable else ' not null'}"

    @property
    def received(self) -> str:
        """The stored value of what was sent."""
        return f"array_to_tsvector({self.name})" if self.stored == "tsvector" else self.name

    @property
    def read(self) -> str:
        """What was sent, from the stored value (search tokens come back sorted, without duplicates)."""
        return f"tsvector_to_array({self.name}) as {self.name}" if self.stored == "tsvector" else self.name


def columns(row: type[Row]) -> list[Column]:
    """The columns of a row type, in the order of its fields."""
    hints = get_type_hints(row, include_extras=True)
    return [_column(field, hints[field]) for field in row.__struct_fields__]


def _column(field: str, hint: Any) -> Column:
    marked = get_origin(hint) is Annotated
    marks = get_args(hint)[1:] if marked else ()
    plain, nullable = _without_none(get_args(hint)[0] if marked else hint)
    sent = sql_type(plain)
    tokens = any(mark is SearchTokens or isinstance(mark, SearchTokens) for mark in marks)
    return Column(f'"{field}"', sent, "tsvector" if tokens else sent, nullable)


def sql_type(hint: Any) -> str:
    """The PostgreSQL type for a Python type; whatever is no plain value or list of them becomes jsonb."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return sql_type(arguments[0])
    if origin is Literal:
        return "text"
    if origin in _LISTS and set(arguments) - {...} <= {str, UUID, int} and len(set(arguments) - {...}) == 1:
        return f"{_SCALARS[arguments[0]]}[]"
    return "jsonb"


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    others = [kind for kind in get_args(hint) if kind is not type(None)]
    # A union of several types is stored as jsonb, as any type unknown here is.
    return (others[0] if len(others) == 1 else Any), len(others) < len(get_args(hint))
