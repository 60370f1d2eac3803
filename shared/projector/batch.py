"""How is one batch of events folded into read models, in one transaction?"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Engine

from shared.projector import parked
from shared.projector.checkpoints import Build, Move, Moved, Reader, move
from shared.projector.failures import is_transient, told
from shared.projector.parked import Unfit
from shared.projector.poison import fit, fold_what_can_be
from shared.projector.table import Table
from shared.projector.writing import write
from shared.records import Recorded
from shared.slices import PARTITIONS, WHOLE, partition_of
from shared.telemetry.logs import logger

LIMIT = 2000
"""Events that are folded in one transaction at most."""

Records = Sequence[Recorded[Any]]
Folding = Callable[[Connection, Table, Records, set[UUID]], list[Unfit]]
_log = logger(__name__)


class Batch(NamedTuple):
    """Everything the log holds for some readers, from where each stands up to and including `upto`.

    `after` is where the furthest behind stands; `records` are those after that.
    """

    readers: Mapping[Reader, int]
    after: int
    records: Records
    upto: int

    def without(self, build: Build) -> "Batch":
        """The same for the readers of other builds."""
        return self._replace(readers={one: at for one, at in self.readers.items() if one.build != build})

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


class Following(NamedTuple):
    """What one owner follows: the tables, and the streams it knows to be blocked in each."""

    tables: Mapping[Build, Table]
    blocked: dict[Build, set[UUID]]
    me: str


def apply(engine: Engine, following: Following, batch: Batch) -> None:
    """Fold the batch into the tables of its readers and move their checkpoints, or do nothing.

    Events that cannot be folded are parked, and later ones of their streams. Raises Moved, Stopped.
    """
    try:
        _apply(engine, following, batch, _as_it_is)
    except Moved:
        raise
    except Exception as error:  # a fold may fail in any way
        following.blocked.clear()
        if is_transient(error):
            raise
        _log.warning("a batch is folded again in parts", reason=told(error), exc_info=error)
        _apply(engine, following, batch, fold_what_can_be)


def _apply(engine: Engine, following: Following, batch: Batch, folding: Folding) -> None:
    with engine.begin() as connection:
        if move(connection, batch.moves(), following.me):
            following.blocked.clear()
        for build, records in batch.shares():
            if build not in following.blocked:
                following.blocked[build] = parked.blocked(connection, build)
            unfit = folding(connection, following.tables[build], records, following.blocked[build])
            if unfit:
                parked.park(connection, build, unfit, batch.upto)


def _as_it_is(connection: Connection, table: Table, records: Records, blocked: set[UUID]) -> list[Unfit]:
    free, unfit = fit(table.projection, records, blocked)
    write(connection, table, free)
    return unfit


def _positions(readers: Mapping[Reader, int]) -> dict[Build, dict[int, int]]:
    found: dict[Build, dict[int, int]] = defaultdict(dict)
    for reader, position in readers.items():
        found[reader.build][reader.partition] = position
    return found
