"""How long do deals stay in each stage, and in whose hands?"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import field
from sqlalchemy import Connection, text

from events.pipelines import DEFAULT_PIPELINE
from events.sales import (
    OPEN_STAGES,
    DealAssigned,
    DealDiscarded,
    DealLost,
    DealMoved,
    DealOpened,
    DealReopened,
    DealRestored,
    DealTransferred,
    DealWon,
)
from projections.sales.deal_tallies import OWNERS
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.rights.condition import Condition


class Held(msgspec.Struct):
    """What a deal spent in a stage in another pipeline, or while somebody owned it who has handed it on."""

    pipeline_id: UUID
    owner_id: UUID | None
    stage: str
    seconds: int


class StageTimes(Row):
    """What a deal has spent in each open stage in the hands of its owner, visits to the same stage together.

    `stages` are those the deal was in under this owner, `seconds` how long in each. `since` is when the clock
    began to run for the stage it is in; None while it stands: the deal is closed or discarded.
    """

    deal_id: UUID
    pipeline_id: UUID
    owner_id: UUID | None
    branch: str
    stage: str
    since: datetime | None = None
    discarded: bool = False
    stages: list[str] = field(default_factory=list)
    seconds: list[int] = field(default_factory=list)
    earlier: list[Held] = field(default_factory=list)


class Stay(msgspec.Struct, frozen=True):
    """How long deals stayed in one stage in the hands of one owner; `open` of them are still there.

    A deal counts once for each stage and owner; `days` are those of all of them, up to now.
    """

    pipeline_id: UUID
    stage: str
    owner_id: UUID | None
    owner_name: str
    deals: int
    open: int
    days: float


time_in_stage = Projection("time_in_stage", version=3, row=StageTimes)


@time_in_stage.on(DealOpened)
def opened(_: StageTimes | None, record: Recorded[DealOpened]) -> StageTimes:
    deal = record.event
    branch = deal.branch or record.envelope.branch
    row = StageTimes(record.stream_id, deal.pipeline_id, deal.owner_id, branch, deal.stage)
    return _enter(row, deal.stage, record)


@time_in_stage.on(DealMoved, DealReopened)
def moved(row: StageTimes, record: Recorded[DealMoved | DealReopened]) -> StageTimes:
    return _enter(_stop(row, record), record.event.to_stage, record)


@time_in_stage.on(DealTransferred)
def transferred(row: StageTimes, record: Recorded[DealTransferred]) -> StageTimes:
    """What was until now stays with the pipeline the deal was in then."""
    _put_away(_stop(row, record))
    row.pipeline_id = record.event.pipeline_id
    return _enter(row, record.event.to_stage, record)


@time_in_stage.on(DealAssigned)
def assigned(row: StageTimes, record: Recorded[DealAssigned]) -> StageTimes:
    """What was until now stays with whoever owned the deal then."""
    running = row.since is not None
    _put_away(_stop(row, record))
    row.owner_id = record.event.owner_id
    row.branch = row.branch if record.event.branch is None else record.event.branch
    return _enter(row, row.stage, record) if running else row


@time_in_stage.on(DealWon, DealLost)
def closed(row: StageTimes, record: Recorded[DealWon | DealLost]) -> StageTimes:
    return _stop(row, record)


@time_in_stage.on(DealDiscarded)
def discarded(row: StageTimes, record: Recorded[DealDiscarded]) -> StageTimes:
    row.discarded = True
    return _stop(row, record)


@time_in_stage.on(DealRestored)
def restored(row: StageTimes, record: Recorded[DealRestored]) -> StageTimes:
    row.discarded = False
    return _enter(row, row.stage, record)


def _enter(row: StageTimes, stage: str, record: Recorded[Any]) -> StageTimes:
    row.stage, row.since = stage, record.occurred_at
    _spend(row, 0)
    return row


def _stop(row: StageTimes, record: Recorded[Any]) -> StageTimes:
    if row.since is not None:
        # Dated history may be told in any order; nobody spends less than no time.
        spent = max(record.occurred_at - row.since, timedelta(0))
        _spend(row, round(spent.total_seconds()))
        row.since = None
    return row


def _spend(row: StageTimes, seconds: int) -> None:
    if row.stage not in row.stages:
        row.stages, row.seconds = [*row.stages, row.stage], [*row.seconds, 0]
    row.seconds[row.stages.index(row.stage)] += seconds


def _put_away(row: StageTimes) -> None:
    spent = zip(row.stages, row.seconds, strict=True)
    row.earlier += [Held(row.pipeline_id, row.owner_id, stage, seconds) for stage, seconds in spent]
    row.stages, row.seconds = [], []


# The conditions are about the deals: who owns each now, and where.
_DEALS = f"from read.time_in_stage d {OWNERS}"
_BY_STAGE_AND_OWNER = f"""
    with parts as (
        select d.pipeline_id, s.stage, d.owner_id, count(*) as deals, 0 as open, sum(s.seconds) as seconds
        {_DEALS} cross join lateral unnest(d.stages, d.seconds) as s (stage, seconds)
        where not d.discarded and {{which}} group by 1, 2, 3
        union all
        select d.pipeline_id, d.stage, d.owner_id, 0, count(*),
            sum(extract(epoch from greatest(now() - d.since, '0')))
        {_DEALS} where d.since is not null and not d.discarded and {{which}} group by 1, 2, 3
        union all
        select h.pipeline_id, h.stage, h.owner_id, count(*), 0, sum(h.seconds)
        {_DEALS} cross join lateral jsonb_to_recordset(d.earlier)
            as h (pipeline_id uuid, owner_id uuid, stage text, seconds int)
        where d.earlier <> '[]' and not d.discarded and {{which}} group by 1, 2, 3)
    select p.pipeline_id, p.stage, p.owner_id, coalesce(c.name, ''), sum(p.deals)::int, sum(p.open)::int,
        round(sum(p.seconds) / 86400.0, 2)::float
    from parts p
        left join read.colleagues c on c.user_id = p.owner_id
        left join read.pipeline_stages s on (s.pipeline_id, s.stage) = (p.pipeline_id, p.stage)
    group by p.pipeline_id, p.stage, p.owner_id, c.name, s.place
    order by p.pipeline_id <> :default, p.pipeline_id,
        coalesce(s.place, array_position(cast(:stages as text[]), p.stage)), p.stage, 4, p.owner_id"""


def by_stage_and_owner(connection: Connection, *, which: Condition) -> list[Stay]:
    """Every stage and owner a deal was ever with: the pipelines' stages in their order, owners by name.

    `which` says whose deals, as they are owned now: about the alias d, and its owner a in the team t.
    """
    known = {"default": DEFAULT_PIPELINE, "stages": list(OPEN_STAGES), **which.parameters}
    found = connection.execute(text(_BY_STAGE_AND_OWNER.format(which=which.sql)), known)
    return [Stay(*row) for row in found]
