"""Which tasks are overdue, due today, still to come, or done: mine, my team's, a record's?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from projections.activities.task_fold import TaskRow, tasks
from shared.paging import Key, Keyset, Page
from shared.rights.condition import Condition

__all__ = ["Counts", "Day", "Show", "TaskRow", "counts", "find", "of_record", "some", "task", "tasks"]

Show = Literal["overdue", "today", "upcoming", "done"]
_DISTANT = "timestamptz '9999-01-01 00:00Z'"
_BY_DUE = Keyset((Key(f"coalesce(t.due_at, {_DISTANT})", "due", datetime), Key("t.task_id", "task_id", UUID)))
_BY_CLOSING = Keyset(
    (Key("t.closed_at", "closed_at", datetime), Key("t.task_id", "task_id", UUID))
).reversed()
_SHOWN = {
    "overdue": "t.state = 'open' and t.due_at < :now",
    "today": "t.state = 'open' and t.due_at >= :now and t.due_at < :tomorrow",
    "upcoming": "t.state = 'open' and (t.due_at is null or t.due_at >= :tomorrow)",
    "done": "t.state = 'done'",
}
_WHOSE = "(cast(:owners as uuid[]) is null or t.owner_id = any(cast(:owners as uuid[])))"
_COLUMNS = f"t.*, coalesce(t.due_at, {_DISTANT}) as due"


class Day(NamedTuple):
    """What now is, and when the reader's day ends."""

    now: datetime
    tomorrow: datetime


class Counts(NamedTuple):
    """How many tasks each list has."""

    overdue: int
    today: int
    upcoming: int


def find(
    connection: Connection,
    *,
    see: Condition,
    show: Show,
    day: Day,
    owners: Collection[UUID] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TaskRow]:
    """A page of one of the lists, the most urgent first, the last one done first. Raises Invalid (cursor)."""
    keyset = _BY_CLOSING if show == "done" else _BY_DUE
    after, place = keyset.after(cursor)
    statement = f"""
        select {_COLUMNS} from read.tasks t where {_SHOWN[show]} and {_WHOSE} and {see.sql} and {after}
        order by {keyset.order()} limit :rows"""
    wanted = {**_asked(day, owners), **place, **see.parameters, "rows": limit + 1}
    return keyset.page(connection.execute(text(statement), wanted).all(), limit, _row)


def counts(
    connection: Connection, *, see: Condition, day: Day, owners: Collection[UUID] | None = None
) -> Counts:
    """How many are overdue, due today, still to come."""
    parts = ", ".join(f"count(*) filter (where {_SHOWN[show]})" for show in Counts._fields)
    statement = f"select {parts} from read.tasks t where t.state = 'open' and {_WHOSE} and {see.sql}"
    wanted = {**_asked(day, owners), **see.parameters}
    return Counts(*connection.execute(text(statement), wanted).one())


def of_record(connection: Connection, record_id: UUID, *, see: Condition, limit: int = 50) -> list[TaskRow]:
    """The open tasks of a customer or a deal, the most urgent first."""
    statement = f"""
        select {_COLUMNS} from read.tasks t
        where (t.customer_id = :record_id or t.deal_id = :record_id) and t.state = 'open' and {see.sql}
        order by {_BY_DUE.order()} limit :rows"""
    wanted = {"record_id": record_id, "rows": limit, **see.parameters}
    return [_row(row) for row in connection.execute(text(statement), wanted)]


def some(connection: Connection, task_ids: Collection[UUID], *, see: Condition) -> list[TaskRow]:
    """These tasks, as far as they may be seen."""
    statement = f"""
        select {_COLUMNS} from read.tasks t where t.task_id = any(cast(:ids as uuid[])) and {see.sql}"""
    wanted = {"ids": [str(each) for each in task_ids], **see.parameters}
    return [_row(row) for row in connection.execute(text(statement), wanted)]


def task(connection: Connection, task_id: UUID, *, see: Condition) -> TaskRow | None:
    """One task; None if there is none, or none the reader may see."""
    return next(iter(some(connection, [task_id], see=see)), None)


def _asked(day: Day, owners: Collection[UUID] | None) -> dict[str, Any]:
    return {**day._asdict(), "owners": None if owners is None else [str(owner) for owner in owners]}


def _row(row: Any) -> TaskRow:
    return TaskRow(**{field: getattr(row, field) for field in TaskRow.__struct_fields__})
