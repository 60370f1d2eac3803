"""How do read models follow the log?"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector import batch, builds, checkpoints, prepare
from shared.projector.ahead import Ahead
from shared.projector.batch import Batch, Following
from shared.projector.builds import State
from shared.projector.checkpoints import Build, Moved, Reader
from shared.projector.parked import Stopped
from shared.projector.retrying import Retrying
from shared.projector.table import Table
from shared.records import Recorded
from shared.slices import PARTITIONS, WHOLE
from shared.telemetry.logs import logger
from shared.telemetry.metrics import projection_stopped

RETRY_SECONDS = 30.0
_log = logger(__name__)


class Projector:
    """Folds events into the read models of some projections.

    Several owners at once do no harm: a checkpoint moves in the transaction of the rows it stands for.
    An event that cannot be folded is parked, and what follows in its stream; a build of which too many are
    parked, or whose table cannot be written, stops, says so, and is tried again every `retry_seconds`.
    Transient database errors are raised to the caller, who tries again. Not for use by several threads.
    """

    def __init__(
        self,
        engine: Engine,
        projections: Sequence[Projection],
        *,
        batch_size: int = batch.LIMIT,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._engine = engine
        self._log = Log(engine)
        self._ahead = Ahead(self._log)
        self._me = checkpoints.owner()
        self._projections = {(one.name, one.version): one for one in projections}
        self._tables: dict[Build, Table] = {}
        self._states: dict[Build, State] = {}
        self._positions: dict[Reader, int] = {}
        self._blocked: dict[Build, set[UUID]] = {}
        self._retry_at: dict[Build, float] = {}
        self._batch_size = batch_size
        self._retry_seconds = retry_seconds

    def prepare(self) -> None:
        """Create what is missing, and fold what only an earlier release could not load."""
        projections = list(self._projections.values())
        prepare.prepare(self._engine, projections)
        Retrying(self._engine, projections).retry_loadable()
        self.refresh()

    def refresh(self) -> None:
        """Learn from the database which builds to follow, and where their checkpoints stand."""
        names = [name for name, _ in self._projections]
        with self._engine.connect() as connection:
            known = builds.states(connection, names)
            positions = checkpoints.positions(connection, names)
        self._states = {
            build: state
            for build, state in known.items()
            if build[:2] in self._projections and state.followed
        }
        self._tables = {build: self._tables.get(build) or self._table(build) for build in self._states}
        self._positions = {one: at for one, at in positions.items() if one.build in self._states}

    def _table(self, build: Build) -> Table:
        return Table(self._projections[build.name, build.version], build.generation)

    def positions(self) -> dict[str, int]:
        """Name of each projection → position its build for queries has reached, as far as this one knows."""
        return {
            build.name: position
            for build, position in self._reached().items()
            if self._states[build].state == "serving"
        }

    def reached(self) -> int:
        """What every projection shows, those aside that are stopped."""
        return min(
            (
                position
                for build, position in self._reached().items()
                if self._states[build].state == "serving" and not self._states[build].error
            ),
            default=0,
        )

    def _reached(self) -> dict[Build, int]:
        found: dict[Build, int] = {}
        for reader, position in self._positions.items():
            found[reader.build] = min(position, found.get(reader.build, position))
        return found

    def apply(self, records: Sequence[Recorded[Any]], *, after: int | None = None) -> None:
        """Fold these events, in order: everything the log holds after position `after`.

        Without `after`, they are taken to follow the checkpoints. Events at or before a checkpoint are
        skipped for it. A reader whose checkpoint lies before `after` is left as it is, for `catch_up`.
        """
        if not records:
            return
        upto = records[-1].position
        readers = {one: at for one, at in self._behind(upto).items() if after is None or at >= after}
        if readers:
            lowest = min(readers.values())
            rest = records[bisect_right(records, lowest, key=lambda record: record.position) :]
            self._advance(Batch(readers, lowest, rest, upto))

    def catch_up(self) -> int:
        """Fold everything up to the watermark; returns the watermark."""
        self.refresh()
        watermark = self._log.watermark()
        while self.step(watermark):
            pass
        return watermark

    def step(self, watermark: int) -> bool:
        """Take every reader that is behind the watermark one batch further; False if none was."""
        moved = False
        for together in self._together(watermark):
            after = min(together.values())
            records = self._ahead.read(after, self._batch_size, watermark, _partitions(together))
            complete = len(records) < self._batch_size
            upto = watermark if complete else records[-1].position
            readers = {one: at for one, at in together.items() if at < upto}
            moved = self._advance(Batch(readers, after, records, upto)) or moved
        self._promote(watermark)
        return moved

    def lags(self, position: int) -> bool:
        """Whether a reader that is not stopped stands before this position."""
        return bool(self._behind(position))

    def _behind(self, position: int) -> dict[Reader, int]:
        now = monotonic()
        return {
            one: at
            for one, at in self._positions.items()
            if at < position and self._retry_at.get(one.build, 0.0) <= now
        }

    def _together(self, watermark: int) -> Iterator[dict[Reader, int]]:
        """Readers that stand within one batch of each other share its events.

        The ones nearest to the head come first: a build that fills from zero holds up nobody.
        """
        group: dict[Reader, int] = {}
        highest = 0
        for one, at in sorted(self._behind(watermark).items(), key=lambda pair: -pair[1]):
            if group and at < highest - self._batch_size:
                yield group
                group = {}
            highest = highest if group else at
            group[one] = at
        if group:
            yield group

    def _advance(self, todo: Batch) -> bool:
        try:
            batch.apply(self._engine, Following(self._tables, self._blocked, self._me), todo)
        except Moved:
            self.refresh()
            return True
        except Stopped as error:
            self._stop(error)
            rest = todo.without(error.build)
            return bool(rest.readers) and self._advance(rest)
        self._positions.update(dict.fromkeys(todo.readers, todo.upto))
        self._resumed({one.build for one in todo.readers})
        return True

    def _stop(self, error: Stopped) -> None:
        build, reason = error.build, str(error)
        _log.error("a projection stopped", projection=build.name, reason=reason)
        self._retry_at[build] = monotonic() + self._retry_seconds
        self._states[build] = self._states[build]._replace(error=reason)
        projection_stopped.labels(build.name).set(1)
        with self._engine.begin() as connection:
            builds.stop(connection, build, reason)

    def _resumed(self, moved: set[Build]) -> None:
        again = [build for build in moved if self._states[build].error]
        if again:
            with self._engine.begin() as connection:
                builds.go_on(connection, again)
        for build in again:
            self._states[build] = self._states[build]._replace(error=None)
            self._retry_at.pop(build, None)
            projection_stopped.labels(build.name).set(0)
            _log.info("a projection goes on", projection=build.name)

    def _promote(self, watermark: int) -> None:
        reached = self._reached()
        ready = [
            self._tables[build]
            for build, state in self._states.items()
            if state.state == "filling" and reached.get(build, 0) >= watermark
        ]
        if ready:
            prepare.promote(self._engine, ready)
            self.refresh()

    @property
    def tables(self) -> Mapping[Build, Table]:
        """The tables this projector fills."""
        return self._tables


def _partitions(readers: Iterable[Reader]) -> tuple[int, ...]:
    """What to read for them: the partitions they follow, or () for all."""
    found = {one.partition for one in readers}
    return () if WHOLE in found or len(found) == PARTITIONS else tuple(sorted(found))
