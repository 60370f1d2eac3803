"""What is there to do today: the reader's due tasks, and their open deals that close next?"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from projections.history.record_index import names_of
from shared.rights.principal import Principal

MOST = 8
_MASKED = {"customer": "customer_id"}
"""Fields of a line that are named otherwise than that of the deal."""


class DueTask(NamedTuple):
    """A task of the reader's."""

    task_id: UUID
    title: str
    kind: str
    due_at: datetime
    late: bool
    about: str | None


class OpenDeal(NamedTuple):
    """A deal of the reader's; None is what they may not see of it."""

    deal_id: UUID
    title: str | None
    customer: str | None
    stage: str | None
    amount: Decimal | None
    currency: str | None
    expected_close_on: date | None
    pipeline_id: UUID | None


_TASKS = """
    select t.task_id, t.title, t.kind, t.due_at, t.due_at < :now as late,
        coalesce(t.deal_id, t.customer_id) as about
    from read.tasks t
    where t.owner_id = :user and t.state = 'open' and t.due_at < :tomorrow and {see}
    order by t.due_at, t.task_id limit :most"""
_DEALS = """
    select d.deal_id, d.title, d.customer_id as customer, d.stage, d.amount, d.currency, d.expected_close_on,
        d.pipeline_id
    from read.deal_list d
    where d.owner_id = :user and d.closed_on is null and not d.discarded and {see}
    order by d.expected_close_on nulls last, d.deal_id limit :most"""


def due_tasks(connection: Connection, who: Principal, now: datetime, tomorrow: datetime) -> list[DueTask]:
    """The most urgent ones until the end of the reader's day."""
    see = who.where("task", alias="t")
    asked = {"user": who.user_id, "now": now, "tomorrow": tomorrow, "most": MOST, **see.parameters}
    rows = connection.execute(text(_TASKS.format(see=see.sql)), asked).all()
    names = _names(connection, [row.about for row in rows], who)
    return [DueTask(*row)._replace(about=names.get(row.about)) for row in rows]


def open_deals(connection: Connection, who: Principal) -> list[OpenDeal]:
    """Those that are expected to close next."""
    see = who.where("deal", alias="d")
    asked = {"user": who.user_id, "most": MOST, **see.parameters}
    rows = connection.execute(text(_DEALS.format(see=see.sql)), asked).all()
    names = _names(connection, [row.customer for row in rows], who)
    return [_masked(OpenDeal(*row)._replace(customer=names.get(row.customer)), who) for row in rows]


def _masked(deal: OpenDeal, who: Principal) -> OpenDeal:
    hidden: dict[str, Any] = {
        name: None for name in OpenDeal._fields if not who.shows("deal", _MASKED.get(name, name))
    }
    return deal._replace(**hidden)


def _names(connection: Connection, ids: Iterable[UUID | None], who: Principal) -> dict[UUID, str]:
    """What these records are called, of those the reader may see."""
    found = names_of(connection, [each for each in ids if each is not None], who)
    return {each: named.title for each, named in found.items()}
