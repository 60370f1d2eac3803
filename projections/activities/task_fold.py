"""How does each event change a task's line?"""

from datetime import datetime
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
from shared.projection import Projection, Row
from shared.records import Recorded


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


tasks = Projection(
    "tasks",
    version=1,
    row=TaskRow,
    indexes=(
        "owner_id, state, due_at",
        "state, due_at, task_id",
        "customer_id",
        "deal_id",
        "remind_at",
        "mail_due",
    ),
)


@tasks.on(TaskPlanned)
def planned(_: TaskRow | None, record: Recorded[TaskPlanned]) -> TaskRow:
    return TaskRow(
        task_id=record.stream_id,
        planned_at=record.occurred_at,
        planned_by=record.envelope.actor,
        version=record.version,
        **msgspec.structs.asdict(record.event),
    )


@tasks.on(TaskRenamed, TaskRescheduled, TaskReassigned)
def told(row: TaskRow, record: Recorded[TaskEvent]) -> TaskRow:
    # These events name their fields as the row does.
    for field, value in msgspec.structs.asdict(record.event).items():
        setattr(row, field, value)
    row.version = record.version
    return row


@tasks.on(TaskDone, TaskDropped, TaskReopened)
def moved(row: TaskRow, record: Recorded[TaskDone | TaskDropped | TaskReopened]) -> TaskRow:
    row.state = {TaskDone: "done", TaskDropped: "dropped", TaskReopened: "open"}[type(record.event)]
    row.closed_at = None if row.state == "open" else record.occurred_at
    row.version = record.version
    return row


@tasks.on(TaskReminded)
def reminded(row: TaskRow, record: Recorded[TaskReminded]) -> TaskRow:
    row.reminded = record.event.remind_at
    row.mail_due = record.event.remind_at if record.event.by_mail else None
    row.version = record.version
    return row


@tasks.on(ReminderMailed, ReminderNotMailed)
def mailed(row: TaskRow, record: Recorded[ReminderMailed | ReminderNotMailed]) -> TaskRow:
    row.mail_due, row.version = None, record.version
    return row
