"""Which deals sit in which stage, and what are they worth?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.sales import STAGES
from projections.sales.deal_fold import DealRow, follows_deals
from shared.paging import Key, Keyset, Page
from shared.projection import Projection

pipeline_board = Projection(
    "pipeline_board",
    version=2,
    row=DealRow,
    indexes=(
        "stage, stage_since, deal_id",
        "using btree (stage, currency, probability) include (amount) "
        "where closed_on is null and not discarded",
    ),
)
follows_deals(pipeline_board)


class StageTotal(msgspec.Struct, frozen=True):
    """A stage in one currency; an empty stage has no currency. `weighted` is amount times probability."""

    stage: str
    currency: str | None
    count: int
    amount: Decimal
    weighted: Decimal


class Card(msgspec.Struct, frozen=True):
    """A deal on the board."""

    deal_id: UUID
    version: int
    title: str
    customer_id: UUID | None
    customer_name: str | None
    product_name: str | None
    owner_id: UUID | None
    owner_name: str | None
    amount: Decimal
    currency: str
    probability: int
    expected_close_on: date | None
    stage_since: datetime
    closed_on: date | None


# Closed deals are many and stay as they are: their totals are taken from the outcomes by month.
_STAGES = text("""
    select stage, currency, sum(deals)::bigint, sum(amount), round(sum(amount * probability) / 100, 2) from (
        select stage, currency, probability, count(*) as deals, sum(amount) as amount
        from read.pipeline_board where closed_on is null and not discarded
        group by stage, currency, probability
        union all
        select 'won', currency, 100, sum(won), sum(won_amount)
        from read.sales_outcomes group by currency having sum(won) > 0
        union all
        select 'lost', currency, 0, sum(lost), sum(lost_amount)
        from read.sales_outcomes group by currency having sum(lost) > 0) as parts
    group by stage, currency order by stage, currency""")
_NEWEST_FIRST = Keyset(
    (Key("d.stage_since", "stage_since", datetime), Key("d.deal_id", "deal_id", UUID)), descending=True
)
_CARDS = """
    select d.deal_id, d.version, d.title, d.customer_id, c.name as customer_name, p.name as product_name,
        d.owner_id, a.name as owner_name, d.amount, d.currency, d.probability, d.expected_close_on,
        d.stage_since, d.closed_on
    from read.pipeline_board d
    left join read.customer_directory c on c.customer_id = d.customer_id
    left join read.product_catalogue p on p.product_id = d.product_id
    left join read.colleagues a on a.user_id = d.owner_id
    where d.stage = :stage and not d.discarded"""


def stages(connection: Connection) -> list[StageTotal]:
    """Every stage in order, once for each currency in it."""
    totals = [StageTotal(*row) for row in connection.execute(_STAGES)]
    nothing = Decimal(0)
    return [
        total
        for stage in STAGES
        for total in [t for t in totals if t.stage == stage] or [StageTotal(stage, None, 0, nothing, nothing)]
    ]


def cards(connection: Connection, stage: str, *, cursor: str | None = None, limit: int = 50) -> Page[Card]:
    """The deals in one stage, those that entered it last first. Raises Invalid (cursor)."""
    after, place = _NEWEST_FIRST.after(cursor)
    statement = f"{_CARDS} and {after} order by {_NEWEST_FIRST.order()} limit :rows"
    rows = connection.execute(text(statement), {"stage": stage, **place, "rows": limit + 1}).all()
    return _NEWEST_FIRST.page(rows, limit, lambda row: Card(*row))
