"""How far has each reader of the log come?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

CREATE = """
create table if not exists read.checkpoints (
    name text not null,
    version int not null default 1,
    position bigint not null default 0,
    updated_at timestamptz not null default now(),
    error text,
    serving boolean not null default true,
    primary key (name, version)
)"""

# A checkpoint lost in a crash of the server comes back together with the rows it stands for, and the log
# fills the difference: waiting for the disk would only cost time.
_LOCK = """
set local synchronous_commit = off;
set local lock_timeout = '10s';
select c.name, c.version, c.position from read.checkpoints c
join unnest(%s::text[], %s::int[]) as m (name, version) using (name, version)
order by c.name, c.version for update of c"""

_ADVANCE = """
update read.checkpoints c set position = %s, updated_at = clock_timestamp(), error = null
from unnest(%s::text[], %s::int[]) as m (name, version)
where c.name = m.name and c.version = m.version and c.position = %s"""


class Reader(NamedTuple):
    """One version of one reader of the log."""

    name: str
    version: int = 1


class Moved(Exception):
    """Another owner moved a checkpoint in the meantime; nothing was written."""


class Checkpoint(NamedTuple):
    """Where a reader stands. `error` says what stopped it, `serving` whether queries see this version."""

    name: str
    version: int
    position: int
    updated_at: datetime
    error: str | None
    serving: bool


def hold(connection: Connection, readers: Sequence[Reader], position: int) -> None:
    """Lock the checkpoints to the end of the transaction. Raises Moved unless all stand at `position`."""
    found = connection.exec_driver_sql(_LOCK, _arrays(readers)).all()
    if len(found) != len(readers) or any(row.position != position for row in found):
        raise Moved


def advance(connection: Connection, readers: Sequence[Reader], before: int, after: int) -> None:
    """Move checkpoints from one position to a later one, all or none. Raises Moved."""
    changed = connection.exec_driver_sql(_ADVANCE, (after, *_arrays(readers), before))
    if changed.rowcount != len(readers):
        raise Moved


def stop(connection: Connection, reader: Reader, error: str) -> None:
    """Write down what stopped a reader."""
    connection.exec_driver_sql(
        "update read.checkpoints set error = %s, updated_at = clock_timestamp() "
        "where name = %s and version = %s",
        (error, *reader),
    )


def start(connection: Connection, reader: Reader) -> None:
    """Give a new reader its checkpoint, at the beginning of the log."""
    connection.exec_driver_sql(
        "insert into read.checkpoints (name, version) values (%s, %s) on conflict do nothing",
        tuple(reader),
    )


def positions(connection: Connection, readers: Sequence[Reader]) -> dict[Reader, int]:
    """The position of each reader that has a checkpoint."""
    known = {Reader(c.name, c.version): c.position for c in status(connection)}
    return {reader: known[reader] for reader in readers if reader in known}


def status(connection: Connection) -> list[Checkpoint]:
    """Every checkpoint, by name; for people and for doctor."""
    rows = connection.exec_driver_sql(
        "select name, version, position, updated_at, error, serving from read.checkpoints order by 1, 2"
    )
    return [Checkpoint(*row) for row in rows]


def _arrays(readers: Sequence[Reader]) -> tuple[Any, Any]:
    return [reader.name for reader in readers], [reader.version for reader in readers]
