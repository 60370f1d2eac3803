"""Which Arrow columns do the rows of a projection become, and what is their digest?"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from shared.projection import Projection, Row
from shared.projector.columns import Column, columns

_TYPES: dict[str, pa.DataType] = {
    "uuid": pa.utf8(),
    "text": pa.utf8(),
    "boolean": pa.bool_(),
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "numeric": pa.decimal128(38, 9),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us", tz="UTC"),
    "uuid[]": pa.list_(pa.utf8()),
    "text[]": pa.list_(pa.utf8()),
    "bigint[]": pa.list_(pa.int64()),
    "tsvector": pa.list_(pa.utf8()),
}
_CONVERTED: dict[str, Callable[[Any], Any]] = {
    "uuid": str,
    "uuid[]": lambda ids: [str(each) for each in ids],
    "tsvector": lambda tokens: sorted(set(tokens)),
    "jsonb": lambda value: msgspec.json.encode(value, order="deterministic").decode(),
}
_MODULUS = 1 << 128


class DoesNotFit(ValueError):
    """A value of a row has no place in its Arrow column; the message names the column."""


def schema(projection: Projection) -> pa.Schema:
    """The columns: ids as text, amounts with nine decimals, whatever is no plain value as JSON text."""
    return pa.schema(
        [(_name(column), _TYPES.get(column.stored, pa.utf8())) for column in columns(projection.row)]
    )


def table(projection: Projection, rows: Sequence[Row]) -> pa.Table:
    """Rows of a projection as an Arrow table, sorted by their key. Raises DoesNotFit."""
    arrays = [_array(column, rows) for column in columns(projection.row)]
    found = pa.table(arrays, schema=schema(projection))
    return found.sort_by([(name, "ascending") for name in found.schema.names[: projection.key_fields]])


def _array(column: Column, rows: Sequence[Row]) -> pa.Array:
    name, convert = _name(column), _CONVERTED.get(column.stored)
    values = [getattr(row, name) for row in rows]
    if convert:
        values = [None if value is None else convert(value) for value in values]
    try:
        return pa.array(values, _TYPES.get(column.stored, pa.utf8()))
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DoesNotFit(f"Column {name} of the projection's row cannot be written: {error}") from None


def _name(column: Column) -> str:
    return column.name.strip('"')


def digest(rows: pa.Table) -> str:
    """The digest of a table's rows, whatever their order: equal rows, equal digest."""
    total = 0
    for batch in rows.to_batches():
        for row in zip(*(_simple(column).to_pylist() for column in batch.columns), strict=True):
            canonical = msgspec.json.encode(row)
            total += int.from_bytes(hashlib.blake2b(canonical, digest_size=16).digest(), "big")
    return f"{total % _MODULUS:032x}"


def _simple(column: pa.Array) -> pa.Array:
    # Made in Arrow, ten times as fast as through Python's own instants and decimals.
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.int64())
    return column.cast(pa.utf8()) if pa.types.is_decimal(column.type) else column
