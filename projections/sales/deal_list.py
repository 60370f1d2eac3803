"""How does each deal stand, open or closed?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from projections.sales.deal_fold import DealRow, follows_deals
from projections.sales.deal_tallies import TALLIES
from shared.projection import Projection
from shared.rights.condition import Condition

deal_list = Projection(
    "deal_list",
    version=4,
    row=DealRow,
    indexes=(
        "opened_at, deal_id",
        "title, deal_id",
        "amount, deal_id",
        "probability, deal_id",
        "expected_close_on, deal_id",
        "stage_since, deal_id",
        "closed_on, deal_id",
        "customer_id, opened_at, deal_id",
        "owner_id, opened_at, deal_id",
        "branch, deal_id",
        "branch, opened_at, deal_id",
        "product_id, opened_at, deal_id",
        "stage, opened_at, deal_id",
        "using gin (tags)",
        "using gin (groups)",
        "using btree (deal_id) where tags <> '{}'",
        # The first cards of a column of the board: a deal stands among the open ones or the closed ones.
        "using btree (pipeline_id, stage, stage_since, deal_id) where closed_on is null",
        "using btree (owner_id, pipeline_id, stage, stage_since) where closed_on is null",
        "using btree (branch, pipeline_id, stage, stage_since) where closed_on is null",
        "using btree (pipeline_id, stage, closed_on, deal_id) where closed_on is not null",
        "using btree (owner_id, pipeline_id, stage, closed_on) where closed_on is not null",
    ),
    tallies=TALLIES,
)
follows_deals(deal_list)


class DealLine(DealRow):
    """A deal with the names of its customer, product and owner."""

    customer_name: str | None = None
    product_name: str | None = None
    owner_name: str | None = None


_LINES = """
    select d.*, c.name as customer_name, p.name as product_name, a.name as owner_name
    from read.deal_list d
    left join read.customer_directory c on c.customer_id = d.customer_id and {customers}
    left join read.product_catalogue p on p.product_id = d.product_id
    left join read.colleagues a on a.user_id = d.owner_id"""
_OF_CUSTOMER = (
    _LINES
    + """
    where d.customer_id = :customer_id and not d.discarded and {see}
    order by d.opened_at desc, d.deal_id desc limit :rows"""
)
_CHOSEN = _LINES + " where d.deal_id = any(cast(:ids as uuid[])) and {see}"


def of_customer(
    connection: Connection, customer_id: UUID, *, see: Condition, customers: Condition, limit: int = 200
) -> list[DealLine]:
    """The deals of one customer, the latest first; `see` is about the alias d, `customers` about c."""
    parameters = {**see.parameters, **customers.parameters, "customer_id": customer_id, "rows": limit}
    rows = connection.execute(text(_OF_CUSTOMER.format(see=see.sql, customers=customers.sql)), parameters)
    return [DealLine(**row._mapping) for row in rows]


def deals(
    connection: Connection, ids: Sequence[UUID], *, see: Condition, customers: Condition
) -> list[DealLine]:
    """These deals, as far as they may be seen; `see` is about the alias d.

    `customers` says which customers may be named, about the alias c.
    """
    parameters = {**see.parameters, **customers.parameters, "ids": [str(each) for each in ids]}
    rows = connection.execute(text(_CHOSEN.format(see=see.sql, customers=customers.sql)), parameters)
    return [DealLine(**row._mapping) for row in rows]
