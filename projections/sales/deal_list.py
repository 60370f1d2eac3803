"""Which deals are there, open and closed, by stage, owner, customer, product and closing date?"""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict, Unpack
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from projections.sales.deal_fold import DealRow, follows_deals
from shared.paging import Key, Keyset, Page, chosen
from shared.projection import Projection

deal_list = Projection(
    "deal_list",
    version=2,
    row=DealRow,
    indexes=(
        "opened_at, deal_id",
        "amount, deal_id",
        "closed_on, deal_id",
        "customer_id, opened_at, deal_id",
        "owner_id, opened_at, deal_id",
        "product_id, opened_at, deal_id",
        "stage, opened_at, deal_id",
    ),
)
follows_deals(deal_list)


class DealLine(DealRow):
    """A deal with the names of its customer, product and owner."""

    customer_name: str | None = None
    product_name: str | None = None
    owner_name: str | None = None


class Filters(TypedDict, total=False):
    """What the deals of a list have in common; stage "open" is all open ones, both days of closing count."""

    stage: str | None
    owner_id: UUID | None
    customer_id: UUID | None
    product_id: UUID | None
    manager: str | None
    office: str | None
    closed_from: date | None
    closed_to: date | None


class Total(msgspec.Struct, frozen=True):
    """How many deals of a list are in one currency, and their sum."""

    currency: str
    count: int
    amount: Decimal


_ID = Key("d.deal_id", "deal_id", UUID)
_BY_OPENING = Keyset((Key("d.opened_at", "opened_at", datetime), _ID))
_BY_AMOUNT = Keyset((Key("d.amount", "amount", Decimal), _ID))

_BY_CLOSING = Keyset((Key("d.closed_on", "closed_on", date), _ID))
SORTS = {
    "-opened_at": _BY_OPENING.reversed(),
    "opened_at": _BY_OPENING,
    "-amount": _BY_AMOUNT.reversed(),
    "amount": _BY_AMOUNT,
    "-closed_on": _BY_CLOSING.reversed(),
    "closed_on": _BY_CLOSING,
}

_LINES = """
    select d.*, c.name as customer_name, p.name as product_name, a.name as owner_name
    from read.deal_list d
    left join read.customer_directory c on c.customer_id = d.customer_id
    left join read.product_catalogue p on p.product_id = d.product_id
    left join read.colleagues a on a.user_id = d.owner_id"""
# Values are sent inside the statement, so PostgreSQL drops the conditions whose value is null.
_MATCHING = """
    not d.discarded and (:stage is null or d.stage = :stage or (:stage = 'open' and d.closed_on is null))
    and (:owner_id is null or d.owner_id = :owner_id)
    and (:customer_id is null or d.customer_id = :customer_id)
    and (:product_id is null or d.product_id = :product_id)
    and (:manager is null or a.manager = :manager) and (:office is null or a.office = :office)
    and (:closed_from is null or d.closed_on >= :closed_from)
    and (:closed_to is null or d.closed_on <= :closed_to)"""
_TOTALS = text(f"""
    select d.currency, count(*), sum(d.amount)
    from read.deal_list d left join read.colleagues a on a.user_id = d.owner_id
    where {_MATCHING} group by d.currency order by d.currency""")
_DEAL = text(f"{_LINES} where d.deal_id = :deal_id")


def find(
    connection: Connection,
    *,
    sort: str = "-opened_at",
    cursor: str | None = None,
    limit: int = 50,
    **filters: Unpack[Filters],
) -> Page[DealLine]:
    """A page of the deals that match every filter; by closing date: of the closed ones. Raises Invalid."""
    keyset = chosen(SORTS, sort)
    after, place = keyset.after(cursor)
    closed = "d.closed_on is not null" if keyset.keys[0].name == "closed_on" else "true"
    statement = f"""
        {_LINES} where {_MATCHING} and {closed} and {after} order by {keyset.order()} limit :rows"""
    parameters = {**dict.fromkeys(Filters.__annotations__), **filters, **place, "rows": limit + 1}
    rows = connection.execute(text(statement), parameters).all()
    return keyset.page(rows, limit, lambda row: DealLine(**row._mapping))


def totals(connection: Connection, **filters: Unpack[Filters]) -> list[Total]:
    """Number and sum of all deals that match every filter, in the order of currencies."""
    rows = connection.execute(_TOTALS, {**dict.fromkeys(Filters.__annotations__), **filters})
    return [Total(*row) for row in rows]


def deal(connection: Connection, deal_id: UUID) -> DealLine | None:
    """One deal; None if there is none."""
    row = connection.execute(_DEAL, {"deal_id": deal_id}).one_or_none()
    return None if row is None else DealLine(**row._mapping)
