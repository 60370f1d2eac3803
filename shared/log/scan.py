"""How is a large part of the log read in bulk, in order, as Arrow batches or as typed records?

PostgreSQL copies in binary form, the ADBC driver writes that into Arrow's columns, and whole batches of
payloads are decoded at once: more than ten times as fast as reading row by row.
"""

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import adbc_driver_postgresql.dbapi as adbc
import msgspec
import pyarrow as pa

from shared.database import libpq
from shared.log.roles import READER
from shared.log.scan_batch import scanned
from shared.log.scan_query import COLUMNS, query
from shared.records import Recorded

BATCH_BYTES = 4_000_000
_INSTANT = pa.timestamp("us", tz="UTC")
_ID = pa.binary(16)
_TYPES: dict[str, pa.DataType] = {
    "position": pa.int64(),
    "stream_id": _ID,
    "version": pa.int32(),
    "type": pa.string(),
    "schema_version": pa.int16(),
    "occurred_at": _INSTANT,
    "recorded_at": _INSTANT,
    "actor": pa.string(),
    "branch": pa.string(),
    "source": pa.string(),
    "command_id": _ID,
    "correlation_id": _ID,
    "causation_id": _ID,
    "payload": pa.binary(),
}
SCHEMA = pa.schema([pa.field(name, _TYPES[name], nullable=name == "causation_id") for name in COLUMNS])
"""The envelope (see shared.records.Envelope) and the payload: JSON of the event as it was stored, in the
shape of its `schema_version`. Ids are the 16 bytes of a UUID."""


class ScanFailed(RuntimeError):
    """The log could not be read to the end; the message says why, and nothing was changed."""


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the log, always in the order of positions. An empty filter lets everything pass.

    after:  positions above this one.
    upto:   and not above this one; None: up to the watermark when the scan starts. Never beyond that.
    *_from: instants from this one on; *_to: before this one.
    """

    after: int = 0
    upto: int | None = None
    types: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    streams: tuple[UUID, ...] = ()
    actors: tuple[str, ...] = ()
    correlation_id: UUID | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    partitions: tuple[int, ...] = ()


def arrow(
    url: str, scan: Scan, *, columns: Sequence[str] = COLUMNS, batch_bytes: int = BATCH_BYTES
) -> Generator[pa.RecordBatch, None, None]:
    """The events as batches of SCHEMA, each of about `batch_bytes`, none of them empty. Raises ScanFailed.

    Where only some `columns` are asked for, batches hold only these, and come faster.

    One statement in one transaction: memory stays at a few batches however much is read. Whoever stops
    early closes the iterator.
    """
    try:
        with (
            adbc.connect(libpq(url, role=READER), autocommit=True) as connection,
            connection.cursor() as rows,
        ):
            rows.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(batch_bytes)})
            rows.execute(query(scan, columns))
            for batch in rows.fetch_record_batch():
                if batch.num_rows:
                    yield _typed(batch, columns)
    except (adbc.Error, pa.ArrowException, OSError) as error:  # what breaks a stream half-way is an OSError
        raise ScanFailed(f"The log could not be read in bulk: {error}") from error


def records(
    url: str, scan: Scan, *, batch_bytes: int = BATCH_BYTES
) -> Generator[list[Recorded[Any]], None, None]:
    """The events as records, in lists of some thousand. Raises ScanFailed.

    An event this release cannot load is Unreadable. What few folds ask for (the envelope) is built only
    when it is asked for.
    """
    for batch in arrow(url, scan, batch_bytes=batch_bytes):
        yield scanned(batch)


def _typed(batch: pa.RecordBatch, names: Sequence[str]) -> pa.RecordBatch:
    columns = [batch.column(name).cast(_TYPES[name]) for name in names]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema([SCHEMA.field(name) for name in names]))
