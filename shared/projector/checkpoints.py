"""How far has each reader of the log come, and who moves it?"""

import os
import socket
from collections.abc import Collection, Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Connection

from shared.slices import WHOLE


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
set local lock_timeout = '10s';
set local idle_in_transaction_session_timeout = '30s';"""
_KEYS = "unnest(%s::text[], %s::int[], %s::int[], %s::smallint[]"
_SAME = "(c.name, c.version, c.generation, c.partition) = (m.name, m.version, m.generation, m.partition)"
_MOVE = f"""{_SETTINGS}
with moved as (
    update read.checkpoints c set position = m.after, updated_at = clock_timestamp()
    from {_KEYS}, %s::bigint[], %s::bigint[]) as m (name, version, generation, partition, before, after)
    where {_SAME} and c.position = m.before returning c.owner)
select count(*), count(*) filter (where owner is distinct from %s) from moved"""
_TAKE = f"""
update read.checkpoints c set owner = %s
from {_KEYS}) as m (name, version, generation, partition)
where {_SAME} and exists (
    select from read.builds b where (b.name, b.version, b.generation) = (c.name, c.version, c.generation)
    and not b.paused and b.state <> 'previous')"""
_START = f"""
insert into read.checkpoints (name, version, generation, partition)
select * from {_KEYS}) on conflict do nothing"""
_RELEASE = """
select from read.checkpoints where (name, version, generation) = (%s, %s, %s) order by partition for update;
update read.checkpoints set owner = null where (name, version, generation) = (%s, %s, %s)"""
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
    before, after = [one.before for one in moves], [one.after for one in moves]
    readers = [one.reader for one in moves]
    row = connection.exec_driver_sql(_MOVE, (*_arrays(readers), before, after, me)).one()
    if row[0] != len(moves):
        raise Moved
    if row[1]:
        take(connection, readers, me)
    return bool(row[1])


def take(connection: Connection, readers: Sequence[Reader], me: str) -> None:
    """Write down that this owner moves them. Raises Moved where one is paused or replaced."""
    if connection.exec_driver_sql(_TAKE, (me, *_arrays(readers))).rowcount != len(readers):
        raise Moved


def release(connection: Connection, build: Build) -> None:
    """Lock a build's checkpoints to the end of the transaction; whoever moves them then looks again."""
    connection.exec_driver_sql(_RELEASE, (*build, *build))


def start(connection: Connection, build: Build, partitions: Iterable[int] = (WHOLE,)) -> None:
    """Give a build the checkpoints it lacks, at the beginning of the log."""
    connection.exec_driver_sql(_START, _arrays([Reader(build, partition) for partition in partitions]))


def positions(connection: Connection, names: Collection[str]) -> dict[Reader, int]:
    """Where the readers of all builds under these names stand."""
    rows = connection.exec_driver_sql(
        "select name, version, generation, partition, position from read.checkpoints where name = any(%s)",
        (list(names),),
    )
    return {Reader(Build(*row[:3]), row.partition): row.position for row in rows}


def _arrays(readers: Sequence[Reader]) -> tuple[Any, ...]:
    builds = [reader.build for reader in readers]
    return (
        [build.name for build in builds],
        [build.version for build in builds],
        [build.generation for build in builds],
        [reader.partition for reader in readers],
    )
