"""A table of things with a value of every kind, the list over it, and the same rows in Python."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from shared.listing.asking import Asking
from shared.listing.field import Field
from shared.listing.kinds import Kind
from shared.listing.listing import Listing
from shared.listing.reading import View
from shared.listing.wish import Wish
from shared.rights.condition import EVERYTHING, Condition
from shared.rights.principal import Principal, Rights

ME, COLLEAGUE, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3)
TODAY = date(2026, 11, 22)
READER = Principal(
    user_id=ME,
    name="Ada",
    branch="east",
    branches=("east",),
    colleagues=(ME, COLLEAGUE),
    rights=Rights(unlimited=True),
)
ASKING = Asking(READER, TODAY, UTC)
Row = dict[str, Any]
COLUMNS = {
    "id": "uuid primary key",
    "name": "text",
    "amount": "numeric",
    "due": "date",
    "seen": "timestamptz",
    "level": "text",
    "owner_id": "uuid",
    "branch": "text",
    "good": "boolean",
    "tags": "text[]",
}
_KINDS = {
    "name": (Kind.TEXT, str),
    "amount": (Kind.NUMBER, Decimal),
    "due": (Kind.DATE, date),
    "seen": (Kind.INSTANT, datetime),
    "level": (Kind.CHOICE, str),
    "owner_id": (Kind.USER, UUID),
    "branch": (Kind.BRANCH, str),
    "good": (Kind.BOOL, bool),
    "tags": (Kind.TAGS, list),
}
FIELDS = tuple(
    Field(
        name=name,
        title=name,
        kind=kind,
        sql=f"t.{name}",
        type=type_,
        choices=("low", "high"),
        ordered=kind not in (Kind.TAGS, Kind.BOOL),
        sums=name == "amount",
    )
    for name, (kind, type_) in _KINDS.items()
)
THINGS = Listing(
    object="thing",
    source="things t",
    alias="t",
    key="id",
    fields=FIELDS,
    columns=("name", "amount"),
    sort="name",
)


def view(wish: Wish, see: Condition = EVERYTHING) -> View:
    """The list of things as somebody asks for it."""
    return View(THINGS, wish, ASKING, see)


def fill(connection: Connection, rows: Sequence[Row]) -> None:
    """Put these rows, and no others, into the table."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(text(f"create temp table if not exists things ({columns})"))
    connection.execute(text("delete from things"))
    values = ", ".join(f"cast(:{name} as {kind.split(' ')[0]})" for name, kind in COLUMNS.items())
    if rows:
        stored = [{name: str(v) if isinstance(v, UUID) else v for name, v in row.items()} for row in rows]
        connection.execute(text(f"insert into things values ({values})"), stored)
