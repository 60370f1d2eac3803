"""How is one batch of events folded into read models, in one transaction?"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from shared.projector.checkpoints import Reader, advance, hold
from shared.projector.fold import checked, fold, steps
from shared.projector.table import Table
from shared.records import Recorded

LIMIT = 2000
"""Events that are folded in one transaction at most."""


class Batch(NamedTuple):
    """Everything the log holds after position `after`, up to and including position `upto`."""

    after: int
    records: Sequence[Recorded[Any]]
    upto: int

    def halves(self) -> Iterator["Batch"]:
        """The batch as two batches."""
        middle = len(self.records) // 2
        border = self.records[middle - 1].position
        yield Batch(self.after, self.records[:middle], border)
        yield Batch(border, self.records[middle:], self.upto)


def reader(table: Table) -> Reader:
    """The checkpoint of a table."""
    return Reader(table.projection.name, table.projection.version)


def apply(engine: Engine, tables: Sequence[Table], batch: Batch) -> None:
    """Fold the batch into all tables and move their checkpoints, or do nothing. Raises Moved."""
    readers = [reader(table) for table in tables]
    with engine.begin() as connection:
        hold(connection, readers, batch.after)
        for table in tables:
            write(connection, table, batch.records)
        advance(connection, readers, batch.after, batch.upto)


def write(connection: Connection, table: Table, records: Sequence[Recorded[Any]]) -> None:
    """Load the rows the events touch, fold, and write them back."""
    todo = steps(table.projection, records)
    if not todo:
        return
    rows = table.load(connection, dict.fromkeys(step.key for step in todo))
    before = set(rows)
    fold(todo, rows)
    gone = [key for key, row in rows.items() if row is None and key in before]
    table.write(connection, checked(rows, table.key_of), gone)
