"""Are the rows of a build the ones they should be?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Engine

from shared.projector import builds, checkpoints, prepare
from shared.projector.checkpoints import Build
from shared.projector.table import Table
from shared.rebuild import plan
from shared.rebuild.builds import CHECK
from shared.rebuild.digest import FEW, Difference, Side, differences
from shared.rebuild.plan import Means
from shared.rebuild.progress import Tally, Watch
from shared.rebuild.workers import fold


class Verdict(msgspec.Struct, frozen=True):
    """What came of comparing a build with another fold of the same events.

    position:    up to which all partitions of both had been folded.
    differences: the first ten rows that differ; `differing` says whether there are more.
    """

    name: str
    same: bool
    rows: int
    position: int
    digest: str
    differences: list[Difference] = []


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One instant of the database, however long one looks at it; holds up nobody."""
    connection = engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with connection, connection.begin():
        yield connection


def against_serving(engine: Engine, table: Table, serving: Build | None) -> Verdict | None:
    """Compare with the rows that serve; None where they are no measure or stand elsewhere."""
    if serving is None or serving.version != table.build.version:
        return None
    with snapshot(engine) as connection:
        states = builds.states(connection, [serving.name])
        at = checkpoints.reached(connection, table.build)
        left_out = plan.parked(connection, table.build)
        if (
            states[serving].error
            or at != checkpoints.reached(connection, serving)
            or left_out != plan.parked(connection, serving)
        ):
            return None
        served = Table(table.projection, serving.generation)
        return _verdict(Side(connection, served), Side(connection, table), at)


def against_fold(engine: Engine, url: str, table: Table, means: Means, watch: Watch) -> Verdict:
    """Compare with a second fold of the same events. Raises FoldFailed, Interrupted."""
    again = Table(table.projection, table.build.generation, CHECK)
    with snapshot(engine) as connection, _for_now(engine, again):
        at = checkpoints.reached(connection, table.build)
        left_out = plan.parked(connection, table.build)
        tasks = list(plan.tasks(plan.types(connection, table.projection), table, at, left_out, means, CHECK))
        tally = Tally(table.build.name, "verifying", watch, at, max(at.values()))
        fold(url, tasks, means.processes(max(at.values())), tally.tell)
        with engine.connect() as other:
            return _verdict(Side(other, again), Side(connection, table), at)


def _verdict(right: Side, doubtful: Side, at: Mapping[int, int]) -> Verdict:
    digest = doubtful.digest()
    same = right.digest() == digest
    found = [] if same else list(islice(differences(right, doubtful), FEW))
    told = f"{digest.sum % 2**128:x}"
    return Verdict(doubtful.table.build.name, same, digest.rows, min(at.values()), told, found)


@contextmanager
def _for_now(engine: Engine, table: Table) -> Iterator[None]:
    with engine.begin() as connection:
        prepare.begin(connection)
        connection.exec_driver_sql(f"drop table if exists {table.name}")
        prepare.create(connection, table)
    try:
        yield
    finally:
        with engine.begin() as connection:
            prepare.begin(connection)
            connection.exec_driver_sql(f"drop table if exists {table.name}")


class Unexplained(NamedTuple):
    """An event that a build could not take and the serving one could."""

    position: int
    type: str
    reason: str


def unexplained(connection: Connection, build: Build, serving: Build) -> list[Unexplained]:
    """The events that would be missing from what queries see now, first ones first."""
    rows = connection.exec_driver_sql(_UNEXPLAINED, (*build, *serving, *serving))
    return [Unexplained(*row) for row in rows]


_UNEXPLAINED = """
select n.position, n.type, n.reason from read.parked n
where (n.name, n.version, n.generation) = (%s, %s, %s) and n.poison and n.skipped_at is null
  and not exists (
    select from read.parked o
    where (o.name, o.version, o.generation) = (%s, %s, %s) and o.position = n.position)
  and n.position <= (
    select max(c.position) from read.checkpoints c where (c.name, c.version, c.generation) = (%s, %s, %s)
    and c.partition in (-1, log.partition_of(n.stream_id)))
order by n.position"""
