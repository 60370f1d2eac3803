"""How do read models follow the log?"""

from collections.abc import Collection, Mapping, Sequence
from time import monotonic

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector import batch, builds, checkpoints, prepare
from shared.projector.ahead import Ahead
from shared.projector.batch import Batch, Following
from shared.projector.checkpoints import Build, Move, Moved, Reader
from shared.projector.delivery import Delivery
from shared.projector.followed import Followed, partitions_of
from shared.projector.parked import Stopped
from shared.projector.retrying import Retrying
from shared.projector.table import Table
from shared.slices import WHOLE
from shared.telemetry.logs import logger
from shared.telemetry.metrics import projection_stopped
from shared.wire import Tick

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
        self._followed = Followed(projections)
        self._batch_size = batch_size
        self._retry_seconds = retry_seconds

    def prepare(self) -> None:
        """Create what is missing, and fold what only an earlier release could not load."""
        projections = list(self._followed.projections.values())
        prepare.prepare(self._engine, projections)
        Retrying(self._engine, projections).retry_loadable()
        self.refresh()

    def refresh(self) -> None:
        """Learn from the database which builds to follow, and where their checkpoints stand."""
        self._followed.refresh(self._engine)

    def follow(self, partitions: Collection[int]) -> None:
        """Follow these partitions (WHOLE: the readers of the whole log) and no others from now on."""
        if partitions != self._followed.partitions:
            self._followed.partitions = partitions
            self.refresh()

    def positions(self) -> dict[str, int]:
        """Name of each projection → position its build for queries has reached, as far as this one knows."""
        return {build.name: position for build, position in self._followed.shown().items()}

    def reached(self) -> int:
        """What every projection shows, those aside that are stopped."""
        shown = self._followed.shown().items()
        return min((at for build, at in shown if not self._followed.states[build].error), default=0)

    def take(self, delivery: Delivery) -> bool:
        """Fold what messages told, as far as it leaves no gap; True if nothing is missing then."""
        moves = [
            Move(one, at, to)
            for one, at in self._followed.ready().items()
            if (to := delivery.reach(one.partition, at)) > at
        ]
        if moves:
            self._advance(Batch(moves, delivery.records()))
        return all(at >= delivery.end(one.partition) for one, at in self._followed.ready().items())

    def misses(self, delivery: Delivery) -> int | None:
        """After which position messages left something out; None where only what is stopped lacks events."""
        states, ready = self._followed.states, self._followed.ready().items()
        lacking = [
            at for one, at in ready if at < delivery.end(one.partition) and not states[one.build].error
        ]
        return min(lacking, default=None)

    def readers(self) -> frozenset[Reader]:
        """What it follows at this moment."""
        return frozenset(self._followed.positions)

    def short_of(self, tick: Tick) -> dict[Reader, int]:
        """The readers that have not seen everything up to a tick, and where they stand."""
        ready = self._followed.ready().items()
        return {one: at for one, at in ready if not tick.complete(one.partition, at)}

    def follows_whole(self) -> bool:
        """Is there a projection that follows the log as a whole?"""
        return any(WHOLE in one.partitions for one in self._followed.projections.values())

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
        for readers in self._followed.together(watermark, self._batch_size):
            after = min(readers.values())
            records = self._ahead.read(after, self._batch_size, watermark, partitions_of(readers))
            upto = watermark if len(records) < self._batch_size else records[-1].position
            moves = [Move(one, at, upto) for one, at in readers.items() if at < upto]
            moved = self._advance(Batch(moves, records)) or moved
        ready = self._followed.caught_up(watermark, self._batch_size)
        if ready:
            prepare.promote(self._engine, ready)
            self.refresh()
        return moved

    def _advance(self, todo: Batch) -> bool:
        followed = self._followed
        try:
            batch.apply(self._engine, Following(followed.tables, followed.blocked, self._me), todo)
        except Moved:
            self.refresh()
            return True
        except Stopped as error:
            self._stop(error)
            rest = todo.without(error.build)
            return bool(rest.moves) and self._advance(rest)
        for one in todo.moves:
            followed.positions[one.reader] = one.after
        self._resumed({one.reader.build for one in todo.moves})
        return True

    def _stop(self, error: Stopped) -> None:
        build, reason = error.build, str(error)
        _log.error("a projection stopped", projection=build.name, reason=reason)
        self._followed.retry_at[build] = monotonic() + self._retry_seconds
        self._followed.states[build] = self._followed.states[build]._replace(error=reason)
        projection_stopped.labels(build.name).set(1)
        with self._engine.begin() as connection:
            builds.stop(connection, build, reason)

    def _resumed(self, moved: set[Build]) -> None:
        states = self._followed.states
        again = [build for build in moved if states[build].error]
        if again:
            with self._engine.begin() as connection:
                builds.go_on(connection, again)
        for build in again:
            states[build] = states[build]._replace(error=None)
            self._followed.retry_at.pop(build, None)
            projection_stopped.labels(build.name).set(0)
            _log.info("a projection goes on", projection=build.name)

    @property
    def tables(self) -> Mapping[Build, Table]:
        """The tables this projector fills."""
        return self._followed.tables
