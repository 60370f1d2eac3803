"""How is a read model dropped and folded again from zero, while the product runs?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projection import Projection
from shared.projector import batch, builds, checkpoints, prepare
from shared.projector.failures import told
from shared.projector.fold import checked, fold, steps
from shared.projector.table import Rows, Table
from shared.projector.writing import write
from shared.records import Recorded
from shared.refusals import Refused

_LOCK = 723684352
_READ = 10_000
_WRITE = 5_000
Progress = Callable[[int, int], None]


class AlreadyRefolding(Refused):
    """Read model {name} is being folded again at this moment. Wait until that has ended."""


class RefoldFailed(RuntimeError):
    """Some read models could not be folded; they stay as they were. The message names each and its event."""


def refold(
    engine: Engine, projections: Sequence[Projection], progress: Progress = lambda done, total: None
) -> None:
    """Fold read models again from the first event, and put the new rows in the place of the old ones.

    Folds in memory into new tables, which then replace the old ones one by one; until then queries see
    the old rows. Whoever folds live meanwhile goes on from there. Policies are no part of it.
    `progress` is told the position reached and the last one. Raises AlreadyRefolding, RefoldFailed.
    """
    tables = prepare.prepare(engine, projections)
    with _claimed(engine, tables):
        _Refolding(engine, tables, progress).run()


@contextmanager
def _claimed(engine: Engine, tables: Sequence[Table]) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            for table in tables:
                claim = "select pg_try_advisory_lock(%s, hashtext(%s))"
                if not connection.exec_driver_sql(claim, (_LOCK, table.name)).scalar_one():
                    raise AlreadyRefolding(name=table.projection.name)
            yield
        finally:
            with suppress(DBAPIError):  # a lost session has lost its claims too
                connection.exec_driver_sql("select pg_advisory_unlock_all()")


class _Refolding:
    def __init__(self, engine: Engine, tables: Sequence[Table], progress: Progress) -> None:
        self._engine = engine
        self._log = Log(engine)
        self._rows: dict[Table, Rows] = {table: {} for table in tables}
        self._failed: dict[Table, Exception] = {}
        self._progress = progress

    def run(self) -> None:
        upto = Fence(self._engine).advance()
        self._fold(upto)
        for table, rows in self._rows.items():
            if table not in self._failed:
                fresh = _fill(self._engine, table, rows)
                _swap(self._engine, self._log, table, fresh, upto)
        if self._failed:
            reasons = [
                f"{table.projection.name}: {told(error)} ({'; '.join(getattr(error, '__notes__', []))})"
                for table, error in self._failed.items()
            ]
            raise RefoldFailed("These read models stay as they were: " + " | ".join(reasons))

    def _fold(self, upto: int) -> None:
        position = 0
        while records := self._log.read(position, _READ, upto):
            position = records[-1].position
            for table, rows in self._rows.items():
                if table not in self._failed:
                    self._fold_into(table, rows, records)
            self._progress(position, upto)

    def _fold_into(self, table: Table, rows: Rows, records: Sequence[Recorded[Any]]) -> None:
        try:
            fold(steps(table.projection, records), rows)
        except Exception as error:  # a fold may fail in any way; the other read models go on
            self._failed[table] = error


def _fill(engine: Engine, table: Table, rows: Rows) -> Table:
    """A new table with these rows and its indexes."""
    fresh = Table(table.projection, table.build.generation, suffix="_fresh")
    present = checked(rows, table.key_of)
    with engine.begin() as connection:
        prepare.begin(connection)
        connection.exec_driver_sql(f"drop table if exists {fresh.name}")
        prepare.create(connection, fresh)
        for start in range(0, len(present), _WRITE):
            fresh.insert(connection, present[start : start + _WRITE])
        prepare.index(connection, fresh)
        connection.exec_driver_sql(f"analyze {fresh.name}")
    return fresh


def _swap(engine: Engine, log: Log, table: Table, fresh: Table, position: int) -> None:
    """Fold what has happened since, and put the new table in the place of the old one."""
    with engine.begin() as connection:
        # The same order in which a live projector locks: first the checkpoint, then the table.
        checkpoints.release(connection, table.build)
        upto = log.watermark()
        while records := log.read(position, batch.LIMIT, upto):
            write(connection, fresh, records)
            position = records[-1].position
        prepare.replace(connection, table, fresh)
        builds.go_on(connection, [table.build])
        connection.exec_driver_sql(
            "delete from read.parked where (name, version, generation) = (%s, %s, %s)", tuple(table.build)
        )
        connection.exec_driver_sql(
            "update read.checkpoints set position = %s, updated_at = clock_timestamp() "
            "where (name, version, generation) = (%s, %s, %s)",
            (upto, *table.build),
        )
