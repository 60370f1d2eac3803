"""Which build is folded again, and what becomes of it?"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from shared.log.fence import Fence
from shared.projection import Projection
from shared.projector import builds, checkpoints, prepare
from shared.projector.checkpoints import Build
from shared.projector.table import Table, table_name
from shared.rebuild import record
from shared.rebuild.record import Rebuilding
from shared.rebuild.refusals import AlreadyRebuilding

_LOCK = 723684352
CHECK = "_check"
"""What the name of a table ends with that only serves to compare."""


class Started(NamedTuple):
    """A build that is being folded again, and what was known of it."""

    table: Table
    before: Rebuilding


@contextmanager
def claimed(engine: Engine, name: str) -> Iterator[None]:
    """Within the block nobody else rebuilds or verifies this read model. Raises AlreadyRebuilding."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        claim = "select pg_try_advisory_lock(%s, hashtext(%s))"
        if not connection.exec_driver_sql(claim, (_LOCK, name)).scalar_one():
            raise AlreadyRebuilding(name=name)
        try:
            yield
        finally:
            with suppress(DBAPIError):  # a lost session has lost its claim too
                connection.exec_driver_sql("select pg_advisory_unlock_all()")


def serving(connection: Connection, name: str) -> Build | None:
    """The build that queries see."""
    return _in_state(connection, name, ("serving",))


def previous(connection: Connection, name: str) -> Build | None:
    """The build that queries saw before."""
    return _in_state(connection, name, ("previous",))


def unfinished(connection: Connection, name: str) -> Build | None:
    """The build that is being folded again, or brought back."""
    return _in_state(connection, name, ("rebuilding", "verified"))


def _in_state(connection: Connection, name: str, wanted: tuple[str, ...]) -> Build | None:
    known = builds.states(connection, [name])
    return next((build for build, state in known.items() if state.state in wanted), None)


def begin(engine: Engine, projection: Projection) -> Started:
    """Go on with the rebuild that was broken off, or begin one."""
    prepare.prepare(engine, [projection])
    with engine.begin() as connection:
        prepare.begin(connection)
        left = unfinished(connection, projection.name)
        if left and left.version == projection.version:
            builds.go_on(connection, [left])
            return Started(Table(projection, left.generation), record.read(connection, left))
        if left:  # an earlier release began it
            drop(connection, left)
        return _new(connection, projection, Fence(engine).advance())


def _new(connection: Connection, projection: Projection, frozen: int) -> Started:
    known = [one for one in builds.states(connection, [projection.name]) if one.version == projection.version]
    table = Table(projection, 1 + max(one.generation for one in known))
    builds.add(connection, table.build, "rebuilding")
    details = Rebuilding(frozen)
    record.note(
        connection, table.build, **{field: getattr(details, field) for field in details.__struct_fields__}
    )
    if now := serving(connection, projection.name):
        connection.exec_driver_sql(_KEEP_SKIPPED, (*table.build, *now, frozen))
    prepare.drop(connection, table.name)
    prepare.create(connection, table)
    return Started(table, details)


# What an operator has skipped stays skipped.
_KEEP_SKIPPED = """
insert into read.parked (name, version, generation, position, stream_id, type, reason, poison, attempts,
                         parked_at, skipped_at)
select %s, %s, %s, position, stream_id, type, reason, poison, attempts, parked_at, skipped_at
from read.parked
where (name, version, generation) = (%s, %s, %s) and skipped_at is not null and position <= %s"""


def finish(engine: Engine, table: Table, frozen: int) -> None:
    """Index a table that is filled, and let it follow the log from the frozen position on."""
    with engine.begin() as connection:
        prepare.begin(connection)
        prepare.index(connection, table)
        connection.exec_driver_sql(f"analyze {table.name}")
        checkpoints.start(connection, table.build, table.projection.partitions)
        connection.exec_driver_sql(
            "update read.checkpoints set position = %s where (name, version, generation) = (%s, %s, %s)",
            (frozen, *table.build),
        )
        record.note(connection, table.build, indexed=True)


def drop(connection: Connection, build: Build) -> None:
    """Forget a build and its rows; the transaction has begun to change tables."""
    for suffix in ("", CHECK):
        prepare.drop(connection, table_name(build, suffix))
    builds.remove(connection, build)


def cancel(engine: Engine, name: str) -> bool:
    """Drop what a broken-off rebuild has left; False if there is nothing. Raises AlreadyRebuilding."""
    with claimed(engine, name), engine.begin() as connection:
        prepare.begin(connection)
        left = unfinished(connection, name)
        if left:
            drop(connection, left)
        return left is not None
