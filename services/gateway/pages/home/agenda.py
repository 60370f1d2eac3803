"""What is there to do today: the reader's due tasks, and their open deals that close next?"""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from shared.rights.principal import Principal

MOST = 8


class DueTask(NamedTuple):
    """A task of the reader's."""

    task_id: UUID
    title: str
    kind: str
    due_at: datetime
    late: bool
    about: str | None


class OpenDeal(NamedTuple):
    """A deal of the reader's."""

    deal_id: UUID
    title: str
    customer: str | None
    stage: str
    amount: Decimal
    currency: str
    expected_close_on: date | None


_TASKS = """
    select t.task_id, t.title, t.kind, t.due_at, t.due_at < :now as late, r.title as about
    from read.tasks t left join read.record_index r on r.stream_id = coalesce(t.deal_id, t.customer_id)
    where t.owner_id = :user and t.state = 'open' and t.due_at < :tomorrow and {see}
    order by t.due_at, t.task_id limit :most"""
_DEALS = """
    select d.deal_id, d.title, c.title as customer, d.stage, d.amount, d.currency, d.expected_close_on
    from read.deal_list d left join read.record_index c on c.stream_id = d.customer_id
    where d.owner_id = :user and d.closed_on is null and not d.discarded and {see}
    order by d.expected_close_on nulls last, d.amount desc, d.deal_id limit :most"""


def due_tasks(connection: Connection, who: Principal, now: datetime, tomorrow: datetime) -> list[DueTask]:
    """The most urgent ones until the end of the reader's day."""
    see = who.where("task", alias="t")
    asked = {"user": who.user_id, "now": now, "tomorrow": tomorrow, "most": MOST, **see.parameters}
    return [DueTask(*row) for row in connection.execute(text(_TASKS.format(see=see.sql)), asked)]


def open_deals(connection: Connection, who: Principal) -> list[OpenDeal]:
    """Those that are expected to close next."""
    see = who.where("deal", alias="d")
    asked = {"user": who.user_id, "most": MOST, **see.parameters}
    return [OpenDeal(*row) for row in connection.execute(text(_DEALS.format(see=see.sql)), asked)]
