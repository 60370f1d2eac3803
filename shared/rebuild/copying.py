"""How are millions of new rows written at once? As CSV for COPY, most of it made by msgspec in C."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, cast

import msgspec
import psycopg2
from msgspec.structs import astuple
from psycopg2.extensions import connection as driver
from sqlalchemy import Connection

from shared.projection import Row
from shared.projector.columns import Column
from shared.projector.failures import lies_in_the_event
from shared.projector.table import Table

_ROWS = 5_000
_encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines
# JSON writes control characters as letters; in CSV they stand for themselves, and only \" and \\ are escaped.
_ESCAPE = re.compile(rb'\\(?:(["\\])|([bfnrt])|u00(..))')
_CONTROLS = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def copy(connection: Connection, table: Table, rows: Iterable[Row]) -> list[Row]:
    """Add rows under new keys to a table, exact for every type of column; returns those it refuses."""
    return [row for some in _parts(rows) for row in _copied(connection, table, some)]


def refusal(connection: Connection, table: Table, rows: Sequence[Row]) -> Exception | None:
    """Add rows; or add none, and return why the database refuses one of them."""
    names = ", ".join(column.name for column in table.columns)
    statement = f"copy {table.name} ({names}) from stdin (format csv, escape '\\', null 'null')"
    converters = [(place, how) for place, column in enumerate(table.columns) if (how := _converter(column))]
    try:
        with (
            connection.begin_nested(),
            cast(driver, connection.connection.driver_connection).cursor() as cursor,
        ):
            cursor.copy_expert(statement, BytesIO(csv(rows, converters)))
    except psycopg2.Error as error:
        if not lies_in_the_event(error):
            raise
        return error
    return None


def _copied(connection: Connection, table: Table, rows: list[Row]) -> list[Row]:
    if refusal(connection, table, rows) is None:
        return []
    if len(rows) == 1:
        return rows
    middle = len(rows) // 2
    return [row for half in (rows[:middle], rows[middle:]) for row in _copied(connection, table, half)]


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, _ROWS)):
        yield some


Converter = Callable[[Any], str]


def csv(rows: Sequence[Row], converters: Sequence[tuple[int, Converter]]) -> bytes:
    """The rows as lines of CSV: JSON arrays without their brackets."""
    lines = _encode_lines([_plain(row, converters) for row in rows] if converters else map(astuple, rows))
    # A line break inside a value is escaped up to here, so the brackets found are those around rows.
    return _unescaped(lines[1:-2].replace(b"]\n[", b"\n"))


def _plain(row: Row, converters: Sequence[tuple[int, Converter]]) -> list[Any]:
    values = list(astuple(row))
    for place, convert in converters:
        if values[place] is not None:
            values[place] = convert(values[place])
    return values


def _converter(column: Column) -> Converter | None:
    if column.stored == "tsvector":
        return _lexemes
    if column.stored == "jsonb":
        return _json
    return _array if column.stored.endswith("[]") else None


def _json(value: Any) -> str:
    return _encode(value).decode()


def _array(value: Any) -> str:
    return "{" + _unescaped(_encode(value)[1:-1]).decode() + "}"


def _lexemes(value: Sequence[str]) -> str:
    return " ".join(
        f"'{lexeme}'" for lexeme in (one.replace("\\", "\\\\").replace("'", "''") for one in value)
    )


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(_meant, text) if b"\\" in text else text


def _meant(found: re.Match[bytes]) -> bytes:
    kept, control, code = found.groups()
    if kept:
        return found.group()
    return _CONTROLS[control] if control else bytes.fromhex(code.decode())
