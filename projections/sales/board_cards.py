"""What stands on the cards of the board: the deal, its people, and what is to be done next?"""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.pipelines import CLOSED
from shared.paging import Key, Keyset, Page
from shared.rights.condition import Condition


class Card(msgspec.Struct, frozen=True):
    """A deal on the board; the next step is the first the reader may see, of the deal or of its customer.

    A task about another deal of the customer is none; whoever spoke with the customer was in touch.
    """

    deal_id: UUID
    version: int
    pipeline_id: UUID
    stage: str
    title: str | None
    customer_id: UUID | None
    customer_name: str | None
    product_name: str | None
    owner_id: UUID | None
    owner_name: str | None
    amount: Decimal | None
    currency: str
    probability: int | None
    expected_close_on: date | None
    stage_since: datetime
    closed_on: date | None
    committed: bool | None
    next_step: str | None
    next_kind: str | None
    next_due_at: datetime | None
    last_contact_at: datetime | None


JOINS = """
    left join read.customer_directory c on c.customer_id = d.customer_id and {customers}
    left join read.product_catalogue p on p.product_id = d.product_id
    left join read.colleagues a on a.user_id = d.owner_id
    left join read.teams t on t.team_id = a.team_id and not t.dissolved"""
_CARDS = """
    select d.deal_id, d.version, d.pipeline_id, d.stage, d.title, d.customer_id, c.name as customer_name,
        p.name as product_name, d.owner_id, a.name as owner_name, d.amount, d.currency, d.probability,
        d.expected_close_on, d.stage_since, d.closed_on, d.committed, n.title as next_step,
        n.kind as next_kind, n.due_at as next_due_at,
        greatest(l.happened_at, m.happened_at) as last_contact_at
    from (select d.* from read.deal_list d {joins} where {which} {limited}) d {shown}
    left join lateral (
        select n.title, n.kind, n.due_at from read.tasks n
        where n.state = 'open' and {tasks}
            and (n.deal_id = d.deal_id or (n.customer_id = d.customer_id and n.deal_id is null))
        order by n.due_at, n.task_id limit 1) n on true
    left join read.last_contacts l on l.record_id = d.deal_id
    left join read.last_contacts m on m.record_id = d.customer_id"""
_ID = Key("d.deal_id", "deal_id", UUID)
_NEWEST = Keyset((Key("d.stage_since", "stage_since", datetime), _ID), descending=True)
_LAST_CLOSED = Keyset((Key("d.closed_on", "closed_on", date), _ID), descending=True)


class Column(msgspec.Struct, frozen=True):
    """A stage of a pipeline; of closed deals those since a day."""

    pipeline_id: UUID
    stage: str
    since: date | None = None


def cards(
    connection: Connection,
    column: Column,
    *,
    see: Condition,
    tasks: Condition,
    customers: Condition,
    joins: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Card]:
    """The deals in one column, those that entered it last first. Raises Invalid (cursor).

    `see` is about the alias d and those in `joins`, `tasks` about n, `customers` (to be named) about c.
    """
    keyset = _LAST_CLOSED if column.stage in CLOSED else _NEWEST
    after, place = keyset.after(cursor)
    # Said although its stage says it: each half of the deals has indexes of its own.
    half = "d.closed_on is not null" if column.stage in CLOSED else "d.closed_on is null"
    which = f"d.pipeline_id = :pipeline_id and d.stage = :stage and {half} and not d.discarded"
    which += f" and {see.sql} and {after}"
    if column.stage in CLOSED and column.since:
        which += " and d.closed_on >= :since"
    limited = f"order by {keyset.order()} limit :rows"
    asked = {"pipeline_id": column.pipeline_id, "stage": column.stage, "since": column.since}
    rows = _found(
        connection,
        which=which,
        joins=joins,
        limited=limited,
        tasks=tasks,
        customers=customers,
        order=f" order by {keyset.order()}",
        parameters={**see.parameters, **asked, **place, "rows": limit + 1},
    )
    return keyset.page(rows, limit, lambda row: Card(*row))


def some(
    connection: Connection,
    deal_ids: Collection[UUID],
    *,
    see: Condition,
    tasks: Condition,
    customers: Condition,
    joins: str = "",
) -> list[Card]:
    """The cards of these deals, as far as they may be seen; the conditions as for `cards`."""
    which = f"d.deal_id = any(cast(:deal_ids as uuid[])) and not d.discarded and {see.sql}"
    asked = {"deal_ids": [str(deal_id) for deal_id in deal_ids]}
    rows = _found(
        connection,
        which=which,
        joins=joins,
        limited="",
        tasks=tasks,
        customers=customers,
        order="",
        parameters={**see.parameters, **asked},
    )
    return [Card(*row) for row in rows]


def _found(
    connection: Connection,
    *,
    which: str,
    joins: str,
    limited: str,
    tasks: Condition,
    customers: Condition,
    order: str,
    parameters: dict[str, object],
) -> list[Any]:
    shown = JOINS.format(customers=customers.sql)
    statement = _CARDS.format(which=which, joins=joins, limited=limited, tasks=tasks.sql, shown=shown)
    named = {**parameters, **tasks.parameters, **customers.parameters}
    return list(connection.execute(text(statement + order), named).all())
