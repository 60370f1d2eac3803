"""How is one batch of events folded into read models, in one transaction?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from shared.projector.checkpoints import Build, Move, Reader, move
from shared.projector.fold import checked, fold, steps
from shared.projector.table import Table
from shared.records import Recorded
from shared.slices import PARTITIONS, WHOLE, partition_of

LIMIT = 2000
"""Events that are folded in one transaction at most."""

Records = Sequence[Recorded[Any]]


class Batch(NamedTuple):
    """Everything the log holds for some readers, from where each stands up to and including `upto`.

    `after` is where the furthest behind stands; `records` are those after that.
    """

    readers: Mapping[Reader, int]
    after: int
    records: Records
    upto: int

    def halves(self) -> Iterator["Batch"]:
        """The batch as two batches."""
        middle = len(self.records) // 2
        border = self.records[middle - 1].position
        first = {reader: before for reader, before in self.readers.items() if before < border}
        yield Batch(first, self.after, self.records[:middle], border)
        second = {reader: max(before, border) for reader, before in self.readers.items()}
        yield Batch(second, border, self.records[middle:], self.upto)

    def of(self, builds: Iterable[Build]) -> "Batch":
        """The part of some builds."""
        some = set(builds)
        return self._replace(readers={one: at for one, at in self.readers.items() if one.build in some})

    def moves(self) -> list[Move]:
        """The steps of the checkpoints."""
        return [Move(reader, before, self.upto) for reader, before in self.readers.items()]

    def shares(self) -> Iterator[tuple[Build, Records]]:
        """The records that each build has not seen yet."""
        found: dict[tuple[tuple[int, int], ...], Records] = {}
        for build, at in _positions(self.readers).items():
            same = tuple(sorted(at.items()))
            if same not in found:
                found[same] = self._unseen(at)
            yield build, found[same]

    def _unseen(self, at: Mapping[int, int]) -> Records:
        if (WHOLE in at or len(at) == PARTITIONS) and set(at.values()) == {self.after}:
            return self.records
        if WHOLE in at:
            return [record for record in self.records if record.position > at[WHOLE]]
        return [
            record
            for record in self.records
            if record.position > at.get(partition_of(record.stream_id), self.upto)
        ]


def apply(engine: Engine, tables: Mapping[Build, Table], batch: Batch, me: str) -> None:
    """Fold the batch into the tables of its readers and move their checkpoints, or nothing. Raises Moved."""
    with engine.begin() as connection:
        move(connection, batch.moves(), me)
        for build, records in batch.shares():
            write(connection, tables[build], records)


def write(connection: Connection, table: Table, records: Records) -> None:
    """Load the rows the events touch, fold, and write them back."""
    todo = steps(table.projection, records)
    if not todo:
        return
    rows = table.load(connection, dict.fromkeys(step.key for step in todo))
    before = set(rows)
    fold(todo, rows)
    gone = [key for key, row in rows.items() if row is None and key in before]
    table.write(connection, checked(rows, table.key_of), gone)


def _positions(readers: Mapping[Reader, int]) -> dict[Build, dict[int, int]]:
    found: dict[Build, dict[int, int]] = defaultdict(dict)
    for reader, position in readers.items():
        found[reader.build][reader.partition] = position
    return found
