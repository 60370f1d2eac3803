"""Which builds of read models are there, and in which state is each?"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from shared.projector.checkpoints import Build

_STATUS = """
select b.name, b.version, b.generation, b.state, b.paused, b.error,
       coalesce(min(c.position), 0) as position, coalesce(max(c.updated_at), b.created_at) as updated_at
from read.builds b left join read.checkpoints c using (name, version, generation)
group by b.name, b.version, b.generation order by b.name, b.version, b.generation"""
_IS = "(name, version, generation) = (%s, %s, %s)"


class State(NamedTuple):
    """What a build is for, whether an operator paused it, and what stopped it."""

    state: str
    paused: bool
    error: str | None

    @property
    def followed(self) -> bool:
        """Does the live projector take it further?"""
        return not self.paused and self.state != "previous"


class Standing(NamedTuple):
    """A build, and the position all of its partitions have reached."""

    build: Build
    state: State
    position: int
    updated_at: datetime


def status(connection: Connection) -> list[Standing]:
    """Every build and every policy, by name; for people and for doctor."""
    rows = connection.exec_driver_sql(_STATUS)
    return [Standing(Build(*row[:3]), State(*row[3:6]), row.position, row.updated_at) for row in rows]


def states(connection: Connection, names: Collection[str]) -> dict[Build, State]:
    """The builds under these names."""
    rows = connection.exec_driver_sql(
        "select name, version, generation, state, paused, error from read.builds where name = any(%s)",
        (list(names),),
    )
    return {Build(*row[:3]): State(*row[3:6]) for row in rows}


def add(connection: Connection, build: Build, state: str = "filling") -> None:
    """Write a new build down, if it is one."""
    connection.exec_driver_sql(
        "insert into read.builds (name, version, generation, state) values (%s, %s, %s, %s) "
        "on conflict do nothing",
        (*build, state),
    )


def set_state(connection: Connection, build: Build, state: str) -> None:
    """Write down what a build is for from now on."""
    connection.exec_driver_sql(f"update read.builds set state = %s where {_IS}", (state, *build))


def set_paused(connection: Connection, build: Build, *, paused: bool) -> None:
    """Write down whether it is to follow the log; what stopped it is forgotten."""
    connection.exec_driver_sql(
        f"update read.builds set paused = %s, error = null where {_IS}", (paused, *build)
    )


def stop(connection: Connection, build: Build, error: str) -> None:
    """Write down what stopped a build."""
    connection.exec_driver_sql(f"update read.builds set error = %s where {_IS}", (error, *build))


def go_on(connection: Connection, builds: Iterable[Build]) -> None:
    """Nothing stops these builds any more."""
    for build in builds:
        connection.exec_driver_sql(f"update read.builds set error = null where {_IS}", tuple(build))


def remove(connection: Connection, build: Build) -> None:
    """Forget a build, its checkpoints and its parked events."""
    for table in ("parked", "checkpoints", "builds"):
        connection.exec_driver_sql(f"delete from read.{table} where {_IS}", tuple(build))
