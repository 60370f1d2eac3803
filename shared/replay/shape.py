"""Which columns do exported events have, in files and in Arrow?"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from shared.log.scan import SCHEMA
from shared.replay.ids import texts

_IDS = ("stream_id", "command_id", "correlation_id", "causation_id")
_JSON = pa.json_(pa.utf8())


def _exported(field: pa.Field) -> pa.Field:
    if field.name in _IDS:
        return field.with_type(pa.uuid())
    return pa.field("data", _JSON, nullable=False) if field.name == "payload" else field


EVENTS = pa.schema([_exported(field) for field in SCHEMA])
"""An event as data engineers get it: the envelope, and `data`, the payload as JSON.

Ids are UUIDs, instants are UTC to the microsecond, `position` orders the whole log. `data` has the shape of
its `schema_version`, exactly as it was stored.
"""


def exported(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A scanned batch with the columns of EVENTS; copies nothing."""
    return pa.RecordBatch.from_arrays(
        [_as(field, column) for field, column in zip(EVENTS, batch.columns, strict=True)], schema=EVENTS
    )


def _as(field: pa.Field, column: pa.Array) -> pa.Array:
    if field.type == _JSON:
        return pa.ExtensionArray.from_storage(_JSON, column.cast(pa.utf8()))
    return pa.ExtensionArray.from_storage(field.type, column) if field.name in _IDS else column


def scanned_shape(events: pa.Table) -> pa.Table:
    """Exported events as a scan gives them, in the order of their positions; other columns are left out.

    Takes them also as readers that know neither UUID nor JSON return them: as 16 bytes, and as text.
    """
    columns = [_plain(events.column("data" if name == "payload" else name)) for name in SCHEMA.names]
    table = pa.table([column.cast(field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA)
    return table.sort_by("position")


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if isinstance(column.type, pa.BaseExtensionType):
        return pa.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type)
    return column


def as_text(events: pa.Table) -> pa.Table:
    """Events with ids and data as text, for formats without types."""
    return pa.table({name: _text(events.column(name)) for name in events.schema.names})


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type == pa.uuid():
        return pa.chunked_array([texts(chunk.storage) for chunk in column.chunks], pa.utf8())
    return _plain(column)


def by_month_and_context(events: pa.Table) -> Iterator[tuple[str, str, pa.Table]]:
    """Parts of events by the month they happened in (UTC, as 2017-06) and by context, each in order."""
    at = events.column("occurred_at")
    codes, contexts = _contexts(events.column("type"))
    keys = pc.add(pc.multiply(pc.add(pc.multiply(pc.year(at), 12), pc.month(at)), len(contexts)), codes)
    # The sort is stable, so within a part the order of positions stays.
    order = pc.sort_indices(keys)
    ends = pc.run_end_encode(keys.take(order).combine_chunks())
    events = events.combine_chunks().take(order)
    start = 0
    for key, end in zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True):
        months, code = divmod(key, len(contexts))
        year, month = divmod(months - 1, 12)
        yield f"{year:04}-{month + 1:02}", contexts[code], events.slice(start, end - start)
        start = end


def _contexts(types: pa.ChunkedArray) -> tuple[pa.Array, list[str]]:
    """For each event the place of its context in a list, and that list."""
    encoded = types.combine_chunks().dictionary_encode()
    named = [name.partition(".")[0] for name in encoded.dictionary.to_pylist()]
    contexts = sorted(set(named))
    return pa.array([contexts.index(name) for name in named], pa.int64()).take(encoded.indices), contexts
