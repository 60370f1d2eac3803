"""How does each event change a task's line?"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from events.activities import (
    ReminderMailed,
    ReminderNotMailed,
    TaskDone,
    TaskDropped,
    TaskEvent,
    TaskPlanned,
    TaskReassigned,
    TaskReminded,
    TaskRenamed,
    TaskReopened,
    TaskRescheduled,
)
from shared.projection import Projection, Row, SearchTokens
from shared.records import Recorded
from shared.search import tokens


class TaskRow(Row):
    """A task; `state` is open, done or dropped, `mail_due` the moment of a mail that waits to be sent."""

    task_id: UUID
    kind: str
    title: str
    due_at: datetime | None
    remind_at: datetime | None
    owner_id: UUID | None
    branch: str
    customer_id: UUID | None
    deal_id: UUID | None
    planned_at: datetime
    planned_by: str
    version: int
    state: str = "open"
    closed_at: datetime | None = None
    reminded: datetime | None = None
    mail_due: datetime | None = None


class KeptTask(TaskRow):
    """A task with what it is found by."""

    tokens: Annotated[list[str], SearchTokens] = msgspec.field(default_factory=list)


tasks = Projection(
    "tasks",
    version=2,
    row=KeptTask,
    indexes=(
        "owner_id, state, due_at",
        "state, due_at, task_id",
        "using btree (customer_id) where state = 'open'",
        "using btree (deal_id) where state = 'open'",
        "remind_at",
        "mail_due",
        "using gin (tokens)",
    ),
)


@tasks.on(TaskPlanned)
def planned(_: KeptTask | None, record: Recorded[TaskPlanned]) -> KeptTask:
    return KeptTask(
        task_id=record.stream_id,
        planned_at=record.occurred_at,
        planned_by=record.envelope.actor,
        version=record.version,
        tokens=tokens(record.event.title),
        **msgspec.structs.asdict(record.event),
    )


@tasks.on(TaskRenamed, TaskRescheduled, TaskReassigned)
def told(row: KeptTask, record: Recorded[TaskEvent]) -> KeptTask:
    # These events name their fields as the row does.
    for field, value in msgspec.structs.asdict(record.event).items():
        setattr(row, field, value)
    row.tokens, row.version = tokens(row.title), record.version
    return row


@tasks.on(TaskDone, TaskDropped, TaskReopened)
def moved(row: KeptTask, record: Recorded[TaskDone | TaskDropped | TaskReopened]) -> KeptTask:
    row.state = {TaskDone: "done", TaskDropped: "dropped", TaskReopened: "open"}[type(record.event)]
    row.closed_at = None if row.state == "open" else record.occurred_at
    row.version = record.version
    return row


@tasks.on(TaskReminded)
def reminded(row: KeptTask, record: Recorded[TaskReminded]) -> KeptTask:
    row.reminded = record.event.remind_at
    row.mail_due = record.event.remind_at if record.event.by_mail else None
    row.version = record.version
    return row


@tasks.on(ReminderMailed, ReminderNotMailed)
def mailed(row: KeptTask, record: Recorded[ReminderMailed | ReminderNotMailed]) -> KeptTask:
    row.mail_due, row.version = None, record.version
    return row
