"""How is one batch of events folded into read models, in one transaction?"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Engine

from shared.projector import parked
from shared.projector.checkpoints import Build, Move, Moved, move
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
Span = tuple[int, int]
Folding = Callable[[Connection, Table, Records, set[UUID]], list[Unfit]]
_log = logger(__name__)


class Batch(NamedTuple):
    """Steps of checkpoints, and at least all records that lie within them, in order of position."""

    moves: Sequence[Move]
    records: Records

    def without(self, build: Build) -> "Batch":
        """The same for other builds."""
        return self._replace(moves=[one for one in self.moves if one.reader.build != build])

    def shares(self) -> Iterator[tuple[Build, Records, int]]:
        """For each build the records within its steps, and where the furthest of those ends."""
        steps: dict[Build, dict[int, Span]] = {}
        for (build, partition), before, after in self.moves:
            steps.setdefault(build, {})[partition] = (before, after)
        found: dict[tuple[tuple[int, Span], ...], Records] = {}
        for build, spans in steps.items():
            same = tuple(spans.items())
            if same not in found:
                found[same] = self._within(spans)
            yield build, found[same], max(after for _, after in spans.values())

    def _within(self, spans: Mapping[int, Span]) -> Records:
        if len(set(spans.values())) == 1 and (WHOLE in spans or len(spans) == PARTITIONS):
            before, after = next(iter(spans.values()))
            first, end = (bisect_right(self.records, at, key=_position) for at in (before, after))
            return self.records[first:end]
        return [record for record in self.records if _is_within(record, spans)]


def _is_within(record: Recorded[Any], spans: Mapping[int, Span]) -> bool:
    before, after = spans.get(partition_of(record.stream_id), (0, 0))
    return before < record.position <= after


def _position(record: Recorded[Any]) -> int:
    return record.position


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
        if is_transient(error):
            raise
        _log.warning("a batch is folded again in parts", reason=told(error), exc_info=error)
        _apply(engine, following, batch, fold_what_can_be)


def _apply(engine: Engine, following: Following, batch: Batch, folding: Folding) -> None:
    with _forgotten_if_undone(following.blocked), engine.begin() as connection:
        if move(connection, batch.moves, following.me):
            following.blocked.clear()
        for build, records, upto in batch.shares():
            if build not in following.blocked:
                following.blocked[build] = parked.blocked(connection, build)
            unfit = folding(connection, following.tables[build], records, following.blocked[build])
            if unfit:
                parked.park(connection, build, unfit, upto)


@contextmanager
def _forgotten_if_undone(blocked: dict[Build, set[UUID]]) -> Iterator[None]:
    """What a transaction has blocked is not blocked in the database where the transaction came to nothing."""
    try:
        yield
    except BaseException:
        blocked.clear()
        raise


def _as_it_is(connection: Connection, table: Table, records: Records, blocked: set[UUID]) -> list[Unfit]:
    free, unfit = fit(table.projection, records, blocked)
    write(connection, table, free)
    return unfit
