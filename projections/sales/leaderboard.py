"""Who and what wins: which agent, manager, office, product?"""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.sales import DealAssigned, DealLost, DealOpened, DealReopened, DealWon
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.refusals import Invalid

By = Literal["agent", "manager", "office", "product"]


class ContestRow(Row):
    """A deal, for whoever may claim it; `outcome` is None while it is open."""

    deal_id: UUID
    owner_id: UUID | None
    product_id: UUID | None
    outcome: str | None = None
    amount: Decimal = Decimal(0)
    currency: str = ""
    closed_on: date | None = None


class Rank(msgspec.Struct, frozen=True):
    """One line of the ranking; `amount` is what was won. Managers and offices are known by name only."""

    id: UUID | None
    name: str
    currency: str
    won: int
    amount: Decimal
    lost: int


sales_leaderboard = Projection("sales_leaderboard", version=1, row=ContestRow, indexes=("closed_on",))


@sales_leaderboard.on(DealOpened)
def opened(_: ContestRow | None, record: Recorded[DealOpened]) -> ContestRow:
    return ContestRow(record.stream_id, record.event.owner_id, record.event.product_id)


@sales_leaderboard.on(DealAssigned)
def assigned(row: ContestRow, record: Recorded[DealAssigned]) -> ContestRow:
    row.owner_id = record.event.owner_id
    return row


@sales_leaderboard.on(DealWon)
def won(row: ContestRow, record: Recorded[DealWon]) -> ContestRow:
    row.outcome, row.closed_on = "won", record.event.won_on
    row.amount, row.currency = record.event.amount, record.event.currency
    return row


@sales_leaderboard.on(DealLost)
def lost(row: ContestRow, record: Recorded[DealLost]) -> ContestRow:
    row.outcome, row.closed_on = "lost", record.event.lost_on
    row.amount, row.currency = record.event.amount, record.event.currency
    return row


@sales_leaderboard.on(DealReopened)
def reopened(row: ContestRow, _: Recorded[DealReopened]) -> ContestRow:
    row.outcome, row.closed_on = None, None
    return row


_GROUPS = {
    "agent": ("owner_id", "a.user_id", "a.name"),
    "manager": ("owner_id", "null::uuid", "a.manager"),
    "office": ("owner_id", "null::uuid", "a.office"),
    "product": ("product_id", "p.product_id", "p.name"),
}
# Deals are added up by their owner or product first: there are few of these to look names up for.
_RANKING = """
    with parts as (
        select {claimant} as claimant, currency,
            count(*) filter (where outcome = 'won') as won,
            sum(amount) filter (where outcome = 'won') as amount,
            count(*) filter (where outcome = 'lost') as lost
        from read.sales_leaderboard
        where outcome is not null and (:start is null or closed_on >= :start)
            and (:end is null or closed_on <= :end)
        group by 1, 2)
    select {key}, coalesce({name}, ''), d.currency, sum(d.won)::bigint, coalesce(sum(d.amount), 0) as amount,
        sum(d.lost)::bigint
    from parts d
    left join read.colleagues a on a.user_id = d.claimant
    left join read.product_catalogue p on p.product_id = d.claimant
    group by 1, 2, 3 order by amount desc, 2, 3"""
_STATEMENTS = {
    by: text(_RANKING.format(claimant=claimant, key=key, name=name))
    for by, (claimant, key, name) in _GROUPS.items()
}


def ranking(
    connection: Connection, by: str, *, start: date | None = None, end: date | None = None
) -> list[Rank]:
    """Everyone with a deal closed between two days (both included), best first. Raises Invalid (by)."""
    if by not in _STATEMENTS:
        problem = f"is not one of {', '.join(get_args(By))}"
        raise Invalid(problems=[{"field": "by", "problem": problem}])
    return [Rank(*row) for row in connection.execute(_STATEMENTS[by], {"start": start, "end": end})]
