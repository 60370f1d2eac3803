"""Rows copied in bulk are the rows written one by one, whatever they hold."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine

from shared.projection import Projection, Row, SearchTokens
from shared.projector import prepare
from shared.projector.table import Table
from shared.rebuild.copying import copy

NASTY = (
    "", "null", "NULL", "\\N", "\\.", 'a "quoted" word', "it's", "back\\slash", "\\", "\\n", "\\u0041",
    "]\n[", "a,b", "line\nbreak", "\r\n", "\ttab", "\b\f", "\x01\x1f\x7f", "{}", "上海 – 😀", " edge ",
)  # fmt: skip


class Inner(msgspec.Struct):
    text: str
    at: datetime


class Wide(Row):
    number: int
    id: UUID
    text: str
    flag: bool
    real: float
    exact: Decimal
    day: date
    at: datetime
    texts: list[str]
    ids: list[UUID]
    numbers: list[int]
    document: dict[str, Any]
    inner: list[Inner]
    tokens: Annotated[list[str], SearchTokens]
    maybe: str | None = None
    maybe_texts: list[str] | None = None


def wide(number: int, text: str) -> Wide:
    at = datetime(2026, 5, 3, 9, 30, 1, 123456, tzinfo=UTC)
    return Wide(
        number=number, id=UUID(int=number), text=text, flag=number % 2 == 0, real=number / 3,
        exact=Decimal("1E+3"), day=date(1, 1, 1), at=at, texts=[text, "x"], ids=[UUID(int=7)],
        numbers=[-(2**63), number], document={text: [text]},
        inner=[Inner(text, at)], tokens=[text or "x", "y", "x"], maybe=text if number % 3 else None,
        maybe_texts=[] if number % 2 else None,
    )  # fmt: skip


def test_every_value_of_every_type_arrives_as_it_is(database: Engine) -> None:
    rows = [wide(number, text) for number, text in enumerate(NASTY)]
    one_by_one, in_bulk = (Table(Projection(name, version=1, row=Wide)) for name in ("one_by_one", "in_bulk"))
    with database.begin() as connection:
        for table in (one_by_one, in_bulk):
            prepare.create(connection, table)
        prepare.index(connection, one_by_one)
        one_by_one.write(connection, list[Row](rows), [])
        assert copy(connection, in_bulk, rows) == []
        assert found(connection, in_bulk) == found(connection, one_by_one)
        assert len(set(found(connection, in_bulk))) == len(rows)


def found(connection: Connection, table: Table) -> Iterable[str]:
    return list(connection.exec_driver_sql(f"select t::text from {table.name} t order by number").scalars())
