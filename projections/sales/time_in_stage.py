"""How long do deals stay in each stage, and in whose hands?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import field
from sqlalchemy import Connection, text

from events.sales import (
    OPEN_STAGES,
    DealAssigned,
    DealDiscarded,
    DealLost,
    DealMoved,
    DealOpened,
    DealReopened,
    DealRestored,
    DealWon,
)
from shared.projection import Projection, Row
from shared.records import Recorded


class Held(msgspec.Struct):
    """What a deal spent in one stage while somebody who has handed it on since owned it."""

    owner_id: UUID | None
    stage: str
    seconds: int


class StageTimes(Row):
    """What a deal has spent in each open stage in the hands of its owner, visits to the same stage together.

    A stage is None if the deal was never there under this owner. `since` is when the clock began to run for
    the stage the deal is in; None while it stands: the deal is closed or discarded.
    """

    deal_id: UUID
    owner_id: UUID | None
    stage: str
    since: datetime | None = None
    discarded: bool = False
    prospecting: int | None = None
    engaging: int | None = None
    proposal: int | None = None
    negotiation: int | None = None
    earlier: list[Held] = field(default_factory=list)


class Stay(msgspec.Struct, frozen=True):
    """How long deals stayed in one stage in the hands of one owner; `open` of them are still there.

    A deal counts once for each stage and owner; `days` are those of all of them, up to now.
    """

    stage: str
    owner_id: UUID | None
    owner_name: str
    deals: int
    open: int
    days: float


time_in_stage = Projection("time_in_stage", version=1, row=StageTimes)


@time_in_stage.on(DealOpened)
def opened(_: StageTimes | None, record: Recorded[DealOpened]) -> StageTimes:
    row = StageTimes(record.stream_id, record.event.owner_id, record.event.stage)
    return _enter(row, record.event.stage, record)


@time_in_stage.on(DealMoved, DealReopened)
def moved(row: StageTimes, record: Recorded[DealMoved | DealReopened]) -> StageTimes:
    return _enter(_stop(row, record), record.event.to_stage, record)


@time_in_stage.on(DealAssigned)
def assigned(row: StageTimes, record: Recorded[DealAssigned]) -> StageTimes:
    """What was until now stays with whoever owned the deal then."""
    running = row.since is not None
    _stop(row, record)
    row.earlier += [Held(row.owner_id, stage, seconds) for stage, seconds in _spent(row)]
    for stage in OPEN_STAGES:
        setattr(row, stage, None)
    row.owner_id = record.event.owner_id
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
    setattr(row, stage, getattr(row, stage) or 0)
    return row


def _stop(row: StageTimes, record: Recorded[Any]) -> StageTimes:
    if row.since is not None:
        # Dated history may be told in any order; nobody spends less than no time.
        spent = max(record.occurred_at - row.since, timedelta(0))
        setattr(row, row.stage, (getattr(row, row.stage) or 0) + round(spent.total_seconds()))
        row.since = None
    return row


def _spent(row: StageTimes) -> Iterator[tuple[str, int]]:
    for stage in OPEN_STAGES:
        if (seconds := getattr(row, stage)) is not None:
            yield stage, seconds


# Each deal is read once for all its stages, then only the few that are open or were handed on.
_SUMS = ", ".join(f"count({stage}) as n_{stage}, sum({stage}) as s_{stage}" for stage in OPEN_STAGES)
_STAGES = ", ".join(f"('{stage}', n_{stage}, s_{stage})" for stage in OPEN_STAGES)
_BY_STAGE_AND_OWNER = text(f"""
    with own as (
        select owner_id, {_SUMS} from read.time_in_stage where not discarded group by owner_id),
    parts as (
        select stage, owner_id, deals, 0 as open, seconds
        from own cross join lateral (values {_STAGES}) as s (stage, deals, seconds) where deals > 0
        union all
        select stage, owner_id, 0, count(*), sum(extract(epoch from greatest(now() - since, '0')))
        from read.time_in_stage where since is not null and not discarded group by stage, owner_id
        union all
        select h.stage, h.owner_id, count(*), 0, sum(h.seconds)
        from read.time_in_stage t
            cross join lateral jsonb_to_recordset(t.earlier) as h (owner_id uuid, stage text, seconds int)
        where t.earlier <> '[]' and not t.discarded group by h.stage, h.owner_id)
    select p.stage, p.owner_id, coalesce(a.name, ''), sum(p.deals)::int, sum(p.open)::int,
        round(sum(p.seconds) / 86400.0, 2)::float
    from parts p left join read.colleagues a on a.user_id = p.owner_id
    group by p.stage, p.owner_id, a.name
    order by array_position(cast(:stages as text[]), p.stage), 3, p.owner_id""")


def by_stage_and_owner(connection: Connection) -> list[Stay]:
    """Every stage and owner a deal was ever with, stages in their order, owners by name."""
    rows = connection.execute(_BY_STAGE_AND_OWNER, {"stages": list(OPEN_STAGES)})
    return [Stay(*row) for row in rows]
