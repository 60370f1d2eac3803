"""Which event made a row that the database refuses, and how is the row without it?"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection

from shared.log.scan import Scan
from shared.projection import Row
from shared.projector.failures import told
from shared.rebuild.careful import Careful, NotFoldable, Parked
from shared.rebuild.copying import refusal
from shared.rebuild.reading import read
from shared.rebuild.task import Task
from shared.slices import WHOLE


def without_refused(
    url: str, connection: Connection, task: Task, rows: Sequence[Row], parked: Sequence[Parked]
) -> Iterator[Parked]:
    """Write the rows as they were before the event that spoiled each; what is parked in all then.

    Raises NotFoldable where rows cannot be traced to the events of one stream.
    """
    if task.projection.partitions == (WHOLE,):
        raise NotFoldable(f"The database refuses the row with key {task.table.key_of(rows[0])}.")
    streams = {task.table.key_of(row) for row in rows}
    yield from (one for one in parked if one.stream_id not in streams)
    for stream in streams:
        yield from _mended(url, connection, task, stream)


def _mended(url: str, connection: Connection, task: Task, stream: object) -> Sequence[Parked]:
    assert isinstance(stream, UUID)
    folding = Careful(task.projection, task.leave_out)
    good: Row | None = None
    scan = Scan(streams=(stream,), upto=task.upto, types=task.types)
    for record in (record for records in read(url, scan, envelopes=True) for record in records):
        folding.fold([record])
        row = folding.rows.copy_of(record.stream)
        if row is not None and (why := _trial(connection, task, row)):
            folding.park(record, told(why), poison=True)
            folding.rows[record.stream] = good
        good = folding.rows.copy_of(record.stream)
    if good is not None:
        refusal(connection, task.table, [good])
    return folding.parked


def _trial(connection: Connection, task: Task, row: Row) -> Exception | None:
    savepoint = connection.begin_nested()
    try:
        return refusal(connection, task.table, [row])
    finally:
        savepoint.rollback()
