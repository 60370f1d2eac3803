"""How long does the database take for a board of a million deals, by how far its reader's rights reach?"""

import os
import time
from collections.abc import Callable
from datetime import date
from statistics import quantiles
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from benchmarks.figure import Figure, bounded
from benchmarks.http_servers import database
from events.pipelines import CLOSED, DEFAULT_PIPELINE
from events.sales import STAGES
from projections.sales import board_cards, pipeline_board
from projections.sales.board_cards import Column
from projections.sales.deal_list import deal_list
from projections.sales.listing import DEALS
from services.operations.migration import prepare
from shared.database import connect
from shared.projector.table import Table
from shared.rights.condition import Condition
from shared.rights.levels import Level
from shared.rights.principal import SYSTEM, Principal, Rights

DEALS_THERE = int(os.environ.get("HINDSIGHT_BENCH_DEALS", "1000000"))
GOAL_MS, TIMES, OWNERS, BRANCHES = 100, 30, 400, 40
_MONTH = text("select date_trunc('month', now())::date")
_OWNER = "md5((i % {owners})::text)::uuid"
_ROWS = """
insert into {table} (deal_id, title, owner_id, branch, stage, amount, currency, probability, opened_at,
    stage_since, version, pipeline_id, closed_on, lost_reason, discarded{more})
select md5('deal ' || i)::uuid, 'Deal ' || i, {owner}, 'B' || (i % {owners} % {branches}), stage,
    1000 + i % 90000, (array['CNY', 'CNY', 'USD', 'EUR'])[1 + i % 4], (array[10, 30, 50, 70, 45])[1 + i % 5],
    at, at, 1, :pipeline, case when stage in ('won', 'lost') then at::date end, '', false{values}
from (
    select i, now() - random() * interval '900 days' as at,
        case when i % 100 < 24 then (array['prospecting', 'engaging', 'proposal', 'negotiation'])[1 + i % 4]
            when i % 100 < 70 then 'won' else 'lost' end as stage
    from generate_series(1, :deals) i) made"""


def run() -> list[Figure]:
    """p95 of all queries of one board, for each level of the right to see deals."""
    with database() as url:
        engine = connect(url)
        prepare(engine)
        _fill(engine)
        with engine.connect() as connection:
            return [_figure(connection, name, who) for name, who in _readers(connection).items()] + [
                _filtered(connection)
            ]


def _fill(engine: Engine) -> None:
    table = Table(deal_list)
    given = {"deal_id", "title", "owner_id", "branch", "stage", "amount", "currency", "probability"}
    given |= {"opened_at", "stage_since", "version", "pipeline_id", "closed_on", "lost_reason", "discarded"}
    empty = {"jsonb": "'{}'::jsonb", "text": "''", "boolean": "false", "bigint": "0"}
    others = [each for each in table.columns if each.name.strip('"') not in given and not each.nullable]
    rows = _ROWS.format(
        table=table.name,
        owner=_OWNER.format(owners=OWNERS),
        owners=OWNERS,
        branches=BRANCHES,
        more="".join(f", {each.name}" for each in others),
        values="".join(f", {empty.get(each.stored, chr(39) + '{}' + chr(39))}" for each in others),
    )
    with engine.begin() as connection:
        connection.execute(text(rows), {"deals": DEALS_THERE, "pipeline": DEFAULT_PIPELINE})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"vacuum analyze {table.name}")


def _readers(connection: Connection) -> dict[str, Principal]:
    rows = connection.execute(text(f"select {_OWNER.format(owners=OWNERS)} from generate_series(1, 10) i"))
    team: tuple[UUID, ...] = tuple(rows.scalars())

    def reader(level: Level) -> Principal:
        rights = Rights(levels={f"{thing}.see": level for thing in ("deal", "task", "customer")})
        return Principal(
            user_id=team[0], name="", branch="B1", branches=("B1", "B2"), colleagues=team, rights=rights
        )

    return {level.name.lower(): reader(level) for level in (Level.ALL, Level.BRANCH, Level.TEAM, Level.OWN)}


def _figure(connection: Connection, name: str, who: Principal) -> Figure:
    return _measured(f"who sees {name}", lambda: _board(connection, who, who.where("deal", alias="d")))


def _filtered(connection: Connection) -> Figure:
    # What a filter leaves is added up after the page is there.
    see = Condition("d.amount > :least", {"least": 85_000})
    since = connection.execute(_MONTH).scalar_one()
    return _measured(
        "cards filtered by amount",
        lambda: _cards(connection, SYSTEM, see, since, DEALS.shown_to(SYSTEM).joins),
    )


def _board(connection: Connection, who: Principal, see: Condition) -> None:
    since = connection.execute(_MONTH).scalar_one()
    pipeline_board.stages(connection, see=see, since=since)
    _cards(connection, who, see, since, "")


def _cards(connection: Connection, who: Principal, see: Condition, since: date, joins: str) -> None:
    tasks, customers = who.where("task", alias="n"), who.naming("customer", "name", alias="c")
    for stage in STAGES:
        column = Column(DEFAULT_PIPELINE, stage, since if stage in CLOSED else None)
        board_cards.cards(
            connection, column, see=see, tasks=tasks, customers=customers, joins=joins, limit=20
        )


def _measured(name: str, work: Callable[[], None]) -> Figure:
    taken = []
    for _ in range(TIMES + 3):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1_000)
    said = f"board of {DEALS_THERE:,} deals, {name}, p95"
    return bounded(said, quantiles(taken[3:], n=20)[-1], "ms", GOAL_MS, kind="at most")
