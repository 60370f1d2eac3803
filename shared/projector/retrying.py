"""How are parked events folded after all?"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine

from shared.events import Unreadable
from shared.log.log import Log
from shared.projection import Projection
from shared.projector import checkpoints, parked
from shared.projector.checkpoints import Build
from shared.projector.failures import told
from shared.projector.parked import Parked
from shared.projector.poison import UNREADABLE, failure
from shared.projector.table import Table
from shared.records import Recorded
from shared.slices import WHOLE, partition_of


class Retried(msgspec.Struct, frozen=True):
    """How many parked events were folded, and how many stay parked.

    Those of policies, and of builds that only another release folds, stay.
    """

    folded: int
    parked: int

    def __add__(self, other: "Retried") -> "Retried":
        return Retried(self.folded + other.folded, self.parked + other.parked)


class Retrying:
    """Folds the parked events of streams in order, each stream in a transaction, up to one that fails again.

    Whoever folds live waits meanwhile for that partition, and then knows that the stream is free.
    """

    def __init__(self, engine: Engine, projections: Sequence[Projection]) -> None:
        self._engine = engine
        self._log = Log(engine)
        self._projections = {(one.name, one.version): one for one in projections}

    def retry(self, name: str | None = None, position: int | None = None) -> Retried:
        """Try all parked events again, or those of one projection, or the stream of one event."""
        waiting = [each for each in self._waiting(name) if position in (None, each.position)]
        mine = self._mine(waiting)
        return self._streams(mine) + Retried(0, len(waiting) - len(mine))

    def retry_loadable(self) -> Retried:
        """Try those again that an earlier release could not load and this one can."""
        unread = [each for each in self._mine(self._waiting(None)) if each.reason.startswith(UNREADABLE)]
        return self._streams([each for each in unread if self._loadable(each.position)])

    def skip(self, name: str, position: int) -> Retried:
        """Do without one event that fails, and fold those that wait behind it."""
        found = [each for each in self._waiting(name) if each.position == position and each.poison]
        with self._engine.begin() as connection:
            for each in found:
                checkpoints.release(connection, each.build)
                parked.skipped(connection, each.build, position)
        return self._streams(self._mine(found))

    def _waiting(self, name: str | None) -> list[Parked]:
        with self._engine.connect() as connection:
            return [each for each in parked.listed(connection, name) if each.skipped_at is None]

    def _mine(self, events: Sequence[Parked]) -> list[Parked]:
        return [each for each in events if each.build[:2] in self._projections]

    def _loadable(self, position: int) -> bool:
        return not isinstance(self._record(position).event, Unreadable)

    def _record(self, position: int) -> Recorded[Any]:
        return self._log.read(position - 1, 1, position)[0]

    def _streams(self, events: Sequence[Parked]) -> Retried:
        total = Retried(0, 0)
        for build, stream_id in dict.fromkeys((each.build, each.stream_id) for each in events):
            total += self._stream(build, stream_id)
        return total

    def _stream(self, build: Build, stream_id: UUID) -> Retried:
        projection = self._projections[build.name, build.version]
        partition = WHOLE if WHOLE in projection.partitions else partition_of(stream_id)
        with self._engine.begin() as connection:
            follows = checkpoints.release(connection, build, partition)
            positions = parked.of_stream(connection, build, stream_id)
            if not follows:  # a rebuild is folding it in bulk, into a table without keys
                return Retried(0, len(positions))
            done = list(self._fold(connection, Table(projection, build.generation), positions))
            parked.folded(connection, build, done)
            return Retried(len(done), len(positions) - len(done))

    def _fold(self, connection: Connection, table: Table, positions: Sequence[int]) -> Iterator[int]:
        for position in positions:
            record = self._record(position)
            if isinstance(record.event, Unreadable):
                reason = UNREADABLE + record.event.reason
            elif (error := failure(connection, table, [record])) is None:
                yield position
                continue
            else:
                reason = told(error)
            parked.failed(connection, table.build, position, reason)
            return
