"""How do read models follow the log?"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector import batch, checkpoints, prepare
from shared.projector.ahead import Ahead
from shared.projector.batch import Batch, reader
from shared.projector.checkpoints import Moved, Reader
from shared.projector.failures import is_transient, told
from shared.projector.table import Table
from shared.records import Recorded
from shared.telemetry.logs import logger
from shared.telemetry.metrics import projection_stopped

RETRY_SECONDS = 30.0
_log = logger(__name__)


class Projector:
    """Folds events into the read models of some projections.

    Several owners at once do no harm: a checkpoint moves in the transaction of the rows it stands for.
    A projection whose fold fails stops before the event, says so in its checkpoint, and is tried again
    every `retry_seconds`; the others go on. Transient database errors are raised to the caller, who
    tries again. Not for use by several threads.
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
        self._tables = {reader(table): table for table in map(Table, projections)}
        self._positions: dict[Reader, int] = {}
        self._retry_at: dict[Reader, float] = {}
        self._stopped: set[Reader] = set()
        self._waiting: list[Table] = []
        self._batch_size = batch_size
        self._retry_seconds = retry_seconds

    def prepare(self) -> None:
        """Create tables, views and checkpoints that are missing."""
        prepare.prepare(self._engine, list(self._tables.values()))
        self.refresh()

    def refresh(self) -> None:
        """Learn from the database where the checkpoints stand."""
        with self._engine.connect() as connection:
            known = {Reader(each.name, each.version): each for each in checkpoints.status(connection)}
        mine = {one: known[one] for one in self._tables if one in known}
        self._positions = {one: each.position for one, each in mine.items()}
        self._waiting = [self._tables[one] for one, each in mine.items() if not each.serving]
        self._stopped = {one for one, each in mine.items() if each.error}

    def positions(self) -> dict[str, int]:
        """Name of each projection → position of its checkpoint, as far as this projector knows."""
        return {known.name: position for known, position in self._positions.items()}

    def reached(self) -> int:
        """What every projection shows, those aside that are stopped or fill before they are first shown."""
        aside = self._stopped | {reader(table) for table in self._waiting}
        return min((position for one, position in self._positions.items() if one not in aside), default=0)

    def apply(self, records: Sequence[Recorded[Any]], *, after: int | None = None) -> None:
        """Fold these events, in order: everything the log holds after position `after`.

        Without `after`, they are taken to follow the checkpoints. Events at or before a checkpoint are
        skipped for it. A projection whose checkpoint lies before `after` is left as it is, for `catch_up`.
        """
        if not records:
            return
        upto = records[-1].position
        for position, readers in self._by_position(upto):
            if after is None or position >= after:
                rest = records[bisect_right(records, position, key=lambda record: record.position) :]
                self._advance(readers, Batch(position, rest, upto))

    def catch_up(self) -> int:
        """Fold everything up to the watermark; returns the watermark."""
        self.refresh()
        watermark = self._log.watermark()
        while self.step(watermark):
            pass
        return watermark

    def step(self, watermark: int) -> bool:
        """Take every projection that is behind the watermark one batch further; False if none was."""
        moved = False
        for position, readers in self._by_position(watermark):
            records = self._ahead.read(position, self._batch_size, watermark)
            complete = len(records) < self._batch_size
            upto = watermark if complete else records[-1].position
            moved = self._advance(readers, Batch(position, records, upto)) or moved
        self._promote(watermark)
        return moved

    def lags(self, position: int) -> bool:
        """Whether a projection that is not stopped stands before this position."""
        return next(self._by_position(position), None) is not None

    def _by_position(self, before: int) -> Iterator[tuple[int, list[Reader]]]:
        # The ones nearest to the head come first: a new version that fills from zero holds up nobody.
        now = monotonic()
        behind = sorted(
            (
                (position, known)
                for known, position in self._positions.items()
                if position < before and self._retry_at.get(known, 0.0) <= now
            ),
            reverse=True,
        )
        for position, pairs in groupby(behind, key=lambda pair: pair[0]):
            yield position, [known for _, known in pairs]

    def _advance(self, readers: list[Reader], todo: Batch) -> bool:
        try:
            batch.apply(self._engine, [self._tables[known] for known in readers], todo)
        except Moved:
            self.refresh()
            return True
        except Exception as error:  # a fold may fail in any way, and must stop its projection only
            if is_transient(error):
                raise
            return self._narrow(readers, todo, error)
        for known in readers:
            self._positions[known] = todo.upto
            self._resumed(known)
        return True

    def _narrow(self, readers: list[Reader], todo: Batch, error: Exception) -> bool:
        """Find the one projection and the one event that cannot be folded, and carry out everything else."""
        if len(readers) > 1:
            return any([self._advance([known], todo) for known in readers])  # noqa: C419 - each one's turn comes
        if len(todo.records) > 1:
            first, second = todo.halves()
            done = self._advance(readers, first)
            if self._positions.get(readers[0]) == first.upto:
                done = self._advance(readers, second) or done
            return done
        self._stop(readers[0], todo.records, error)
        return False

    def _stop(self, known: Reader, records: Sequence[Recorded[Any]], error: Exception) -> None:
        where = f"position {records[0].position}, {records[0].envelope.type}" if records else "writing"
        reason = f"{where}: {told(error)}"
        _log.error("a projection stopped", projection=known.name, reason=reason, exc_info=error)
        self._retry_at[known] = monotonic() + self._retry_seconds
        self._stopped.add(known)
        projection_stopped.labels(known.name).set(1)
        with self._engine.begin() as connection:
            checkpoints.stop(connection, known, reason)

    def _resumed(self, known: Reader) -> None:
        self._stopped.discard(known)
        if self._retry_at.pop(known, None) is not None:
            _log.info("a projection goes on", projection=known.name)
        projection_stopped.labels(known.name).set(0)

    def _promote(self, watermark: int) -> None:
        ready = [table for table in self._waiting if self._positions.get(reader(table), 0) >= watermark]
        if ready:
            prepare.promote(self._engine, ready)
            self._waiting = [table for table in self._waiting if table not in ready]

    @property
    def tables(self) -> Mapping[Reader, Table]:
        """The tables this projector fills."""
        return self._tables
