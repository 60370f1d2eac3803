"""Who and what wins: which person, team, branch, product?"""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.sales import DealAssigned, DealLost, DealOpened, DealReopened, DealWon, ProductChosen
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.refusals import Invalid
from shared.rights.condition import Condition

By = Literal["person", "team", "branch", "product"]


class ContestRow(Row):
    """A deal, for whoever may claim it; `outcome` is None while it is open."""

    deal_id: UUID
    owner_id: UUID | None
    branch: str
    product_id: UUID | None
    outcome: str | None = None
    amount: Decimal = Decimal(0)
    currency: str = ""
    closed_on: date | None = None


class Rank(msgspec.Struct, frozen=True):
    """One line of the ranking; `amount` is what was won.

    key: the id of the person or product, the name of the team, the code of the branch; "" is nobody's.
    """

    key: str
    name: str
    currency: str
    won: int
    amount: Decimal
    lost: int


sales_leaderboard = Projection("sales_leaderboard", version=2, row=ContestRow, indexes=("closed_on",))


@sales_leaderboard.on(DealOpened)
def opened(_: ContestRow | None, record: Recorded[DealOpened]) -> ContestRow:
    deal = record.event
    return ContestRow(record.stream_id, deal.owner_id, deal.branch or record.envelope.branch, deal.product_id)


@sales_leaderboard.on(DealAssigned)
def assigned(row: ContestRow, record: Recorded[DealAssigned]) -> ContestRow:
    row.owner_id = record.event.owner_id
    row.branch = row.branch if record.event.branch is None else record.event.branch
    return row


@sales_leaderboard.on(ProductChosen)
def product_chosen(row: ContestRow, record: Recorded[ProductChosen]) -> ContestRow:
    row.product_id = record.event.product_id
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


# A deal without a branch of its own is in that of its owner, a sales agent's team is named by the manager.
_GROUPS = {
    "person": ("owner_id", "''", "coalesce(u.user_id::text, '')", "u.name"),
    "team": ("owner_id", "''", "coalesce(t.name, u.manager, '')", "coalesce(t.name, u.manager)"),
    "branch": (
        "owner_id",
        "branch",
        "coalesce(nullif(d.branch, ''), u.branch, '')",
        "coalesce(b.name, nullif(d.branch, ''), u.branch)",
    ),
    "product": ("product_id", "''", "coalesce(p.product_id::text, '')", "p.name"),
}
# Deals are added up by their owner or product first: there are few of these to look names up for.
_RANKING = """
    with parts as (
        select {claimant} as claimant, {place} as branch, currency,
            count(*) filter (where outcome = 'won') as won,
            sum(amount) filter (where outcome = 'won') as amount,
            count(*) filter (where outcome = 'lost') as lost
        from read.sales_leaderboard
        where outcome is not null and (:start is null or closed_on >= :start)
            and (:end is null or closed_on <= :end) and {see}
        group by 1, 2, 3)
    select {key}, coalesce({name}, ''), d.currency, sum(d.won)::bigint, coalesce(sum(d.amount), 0) as amount,
        sum(d.lost)::bigint
    from parts d
    left join read.colleagues u on u.user_id = d.claimant
    left join read.teams t on t.team_id = u.team_id and not t.dissolved
    left join read.branches b on b.code = coalesce(nullif(d.branch, ''), u.branch)
    left join read.product_catalogue p on p.product_id = d.claimant
    group by 1, 2, 3 order by amount desc, 2, 3"""


def ranking(
    connection: Connection, by: str, *, see: Condition, start: date | None = None, end: date | None = None
) -> list[Rank]:
    """Everyone with a deal closed between two days (both included), best first. Raises Invalid (by)."""
    if by not in _GROUPS:
        problem = f"is not one of {', '.join(get_args(By))}"
        raise Invalid(problems=[{"field": "by", "problem": problem}])
    claimant, place, key, name = _GROUPS[by]
    statement = _RANKING.format(claimant=claimant, place=place, key=key, name=name, see=see.sql)
    found = connection.execute(text(statement), {"start": start, "end": end, **see.parameters})
    return [Rank(*row) for row in found]
