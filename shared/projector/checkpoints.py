"""How far has each reader of the log come, and who moves it?"""

import os
import socket
from collections.abc import Collection, Iterable, Sequence
from itertools import count
from typing import NamedTuple

from sqlalchemy import Connection

from shared.slices import WHOLE

POLICY = "policy:"
"""How the name of a policy's build begins."""
EVERY = -2
"""Stands for every checkpoint of a build."""


class Build(NamedTuple):
    """One filling of a read model: the version of its code, and how often that was folded again from zero."""

    name: str
    version: int = 1
    generation: int = 0


class Reader(NamedTuple):
    """What follows one partition of the log, or WHOLE, for one build; it has one checkpoint."""

    build: Build
    partition: int = WHOLE


class Move(NamedTuple):
    """A step of a checkpoint."""

    reader: Reader
    before: int
    after: int


class Moved(Exception):
    """Another owner moved a checkpoint, or it is not to be followed any more; nothing was written."""


# A checkpoint lost in a crash of the server comes back together with the rows it stands for, and the log
# fills the difference: waiting for the disk would only cost time. A process that is frozen in the middle of
# its transaction must not keep others from its partitions for long.
_SETTINGS = """
set local synchronous_commit = off;
set local lock_timeout = '5s';
set local idle_in_transaction_session_timeout = '10s';"""
# All who move checkpoints lock their partitions first, in order: so nobody waits for each other in a circle.
_LOCK = "select pg_advisory_xact_lock(723684354, partition) from unnest(%s::int[]) as partition;"
_MOVE = """
select moved, strangers from read.move(%s::text[], %s::int[], %s::int[],
                                       %s::smallint[], %s::bigint[], %s::bigint[], %s)"""
_KEYS = "unnest(%s::text[], %s::int[], %s::int[], %s::smallint[]"
_SAME = "(c.name, c.version, c.generation, c.partition) = (m.name, m.version, m.generation, m.partition)"
_TAKE = f"""
update read.checkpoints c set owner = %s
from {_KEYS}) as m (name, version, generation, partition)
where {_SAME} and exists (
    select from read.builds b where (b.name, b.version, b.generation) = (c.name, c.version, c.generation)
    and not b.paused and b.state <> 'previous')"""
_START = f"""
insert into read.checkpoints (name, version, generation, partition)
select * from {_KEYS}) on conflict do nothing"""
_OF = "(name, version, generation) = (%s, %s, %s)"
_processes = count(1)


def owner() -> str:
    """A new name under which to move checkpoints: host and process, and a number after the first."""
    number = next(_processes)
    return f"{socket.gethostname()}:{os.getpid()}" + (f"#{number}" if number > 1 else "")


def move(connection: Connection, moves: Sequence[Move], me: str) -> bool:
    """Move checkpoints, all or none, and lock them to the end of the transaction. Raises Moved.

    True where another has moved one of them last, or somebody has asked everyone to look again: from now on
    this owner does, and must forget what it knew of these readers' parked events.
    """
    locking = _SETTINGS + _LOCK
    locked: tuple[list[int], ...] = (sorted({one.reader.partition for one in moves}),)
    strangers = 0
    for steps, together in _alike(moves).items():
        step = (*_arrays(together), *map(list, zip(*steps, strict=True)), me)
        row = connection.exec_driver_sql(locking + _MOVE, (*locked, *step)).one()
        locking, locked = "", ()
        if row.moved != len(together) * len(steps):
            raise Moved
        strangers += row.strangers
    if strangers:
        take(connection, [one.reader for one in moves], me)
    return bool(strangers)


def _alike(moves: Sequence[Move]) -> dict[tuple[tuple[int, int, int], ...], list[Build]]:
    """Steps of partitions → the builds that take all of them together: nearly always all builds."""
    steps: dict[Build, list[tuple[int, int, int]]] = {}
    for (build, partition), before, after in moves:
        steps.setdefault(build, []).append((partition, before, after))
    found: dict[tuple[tuple[int, int, int], ...], list[Build]] = {}
    for build, some in steps.items():
        found.setdefault(tuple(some), []).append(build)
    return found


def take(connection: Connection, readers: Sequence[Reader], me: str) -> None:
    """Write down that this owner moves them. Raises Moved where one is paused or replaced."""
    wanted = (*_arrays([reader.build for reader in readers]), [reader.partition for reader in readers])
    if connection.exec_driver_sql(_TAKE, (me, *wanted)).rowcount != len(readers):
        raise Moved


def release(connection: Connection, build: Build, partition: int = EVERY) -> int:
    """Lock a build's checkpoints, or one, to the end of the transaction; who moves them looks again then.

    Returns how many there are: none while a build is folded in bulk.
    """
    found = connection.exec_driver_sql(
        f"select partition from read.checkpoints where {_OF} and %s in (partition, {EVERY}) order by 1",
        (*build, partition),
    )
    partitions = list(found.scalars())
    connection.exec_driver_sql(_SETTINGS + _LOCK, (partitions,))
    connection.exec_driver_sql(
        f"update read.checkpoints set owner = null where {_OF} and partition = any(%s)", (*build, partitions)
    )
    return len(partitions)


def start(connection: Connection, build: Build, partitions: Iterable[int] = (WHOLE,)) -> None:
    """Give a build the checkpoints it lacks, at the beginning of the log."""
    wanted = list(partitions)
    connection.exec_driver_sql(_START, (*_arrays([build] * len(wanted)), wanted))


def positions(connection: Connection, names: Collection[str]) -> dict[Reader, int]:
    """Where the readers of all builds under these names stand."""
    rows = connection.exec_driver_sql(
        "select name, version, generation, partition, position from read.checkpoints where name = any(%s) "
        "order by 1, 2, 3, 4",
        (list(names),),
    )
    return {Reader(Build(*row[:3]), row.partition): row.position for row in rows}


def reached(connection: Connection, build: Build) -> dict[int, int]:
    """Partition → position up to which a build is folded."""
    known = positions(connection, [build.name])
    return {one.partition: position for one, position in known.items() if one.build == build}


def _arrays(builds: Sequence[Build]) -> tuple[list[str], list[int], list[int]]:
    return (
        [build.name for build in builds],
        [build.version for build in builds],
        [build.generation for build in builds],
    )
