"""Which events could a read model not take, and which wait behind them?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from shared.projector.checkpoints import Build
from shared.records import Recorded

WINDOW, MOST = 10_000, 100
"""A build stops when more than MOST of its last WINDOW events are parked: then the fold is at fault."""
BEHIND = "It waits behind a parked event of its stream."
_OF = "(name, version, generation) = (%s, %s, %s)"
_LIST = """
select name, version, generation, position, stream_id, type, reason, poison, attempts, parked_at, skipped_at
from read.parked where %s::text is null or name = %s order by name, version, generation, position"""
_ADD = """
insert into read.parked (name, version, generation, position, stream_id, type, reason, poison)
select %s, %s, %s, * from unnest(%s::bigint[], %s::uuid[], %s::text[], %s::text[], %s::boolean[])
on conflict do nothing"""


class Parked(msgspec.Struct, frozen=True):
    """An event a build could not take (`poison`), or one that waits behind such an event of its stream.

    It stays until it has been folded; one that was skipped stays for the record.
    """

    name: str
    version: int
    generation: int
    position: int
    stream_id: UUID
    type: str
    reason: str
    poison: bool
    attempts: int
    parked_at: datetime
    skipped_at: datetime | None

    @property
    def build(self) -> Build:
        """What could not take it."""
        return Build(self.name, self.version, self.generation)


class Unfit(msgspec.Struct, frozen=True):
    """An event that is to be parked. `reason` is None where it only waits behind another."""

    record: Recorded[Any]
    reason: str | None


class Stopped(RuntimeError):
    """A build cannot be taken further; the message says why."""

    def __init__(self, build: Build, reason: str) -> None:
        super().__init__(reason)
        self.build = build


def listed(connection: Connection, name: str | None = None) -> list[Parked]:
    """Everything that is parked, for one projection or for all."""
    return [Parked(*row) for row in connection.exec_driver_sql(_LIST, (name, name))]


def blocked(connection: Connection, build: Build) -> set[UUID]:
    """The streams whose further events have to wait."""
    rows = connection.exec_driver_sql(
        f"select distinct stream_id from read.parked where {_OF} and skipped_at is null", tuple(build)
    )
    return set(rows.scalars())


def park(connection: Connection, build: Build, unfit: Sequence[Unfit], upto: int) -> None:
    """Write down what a batch up to this position could not take. Raises Stopped where it is too much."""
    recent = f"select count(*) from read.parked where {_OF} and position > %s and skipped_at is null"
    found = connection.exec_driver_sql(recent, (*build, upto - WINDOW)).scalar_one()
    if found + len(unfit) > MOST:
        raise Stopped(build, _too_many(found + len(unfit), unfit))
    records = [each.record for each in unfit]
    connection.exec_driver_sql(
        _ADD,
        (
            *build,
            [record.position for record in records],
            [str(record.stream_id) for record in records],
            [record.envelope.type for record in records],
            [each.reason or BEHIND for each in unfit],
            [each.reason is not None for each in unfit],
        ),
    )


def _too_many(count: int, unfit: Sequence[Unfit]) -> str:
    last = next((each for each in reversed(unfit) if each.reason), unfit[-1])
    return (
        f"{count} of the last {WINDOW} events cannot be taken, such as position {last.record.position}, "
        f"{last.record.envelope.type}: {last.reason or BEHIND}"
    )


def of_stream(connection: Connection, build: Build, stream_id: UUID) -> list[int]:
    """The positions of a stream's parked events, in order."""
    rows = connection.exec_driver_sql(
        f"select position from read.parked where {_OF} and stream_id = %s and skipped_at is null order by 1",
        (*build, str(stream_id)),
    )
    return list(rows.scalars())


def folded(connection: Connection, build: Build, positions: Iterable[int]) -> None:
    """These are parked no more."""
    connection.exec_driver_sql(
        f"delete from read.parked where {_OF} and position = any(%s::bigint[])", (*build, list(positions))
    )


def failed(connection: Connection, build: Build, position: int, reason: str) -> None:
    """It was tried again, in vain."""
    connection.exec_driver_sql(
        "update read.parked set attempts = attempts + case when poison then 1 else 0 end, poison = true, "
        f"reason = %s where {_OF} and position = %s",
        (reason, *build, position),
    )


def skipped(connection: Connection, build: Build, position: int) -> None:
    """An operator said that the read model does without it."""
    connection.exec_driver_sql(
        f"update read.parked set skipped_at = clock_timestamp() where {_OF} and position = %s",
        (*build, position),
    )
