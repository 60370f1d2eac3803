"""What may happen to a task, from planning until it is done or dropped?"""

from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

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
from services.activities import commands
from shared.refusals import Refused


class TaskAlreadyPlanned(Refused):
    """There is already a task with this id, planned with other details. Use a new id."""


class TaskIsClosed(Refused):
    """This task is done or dropped. Take it up again first, then change it."""


class Task(msgspec.Struct, frozen=True):
    """A task as its rules see one.

    reminded: the last moment its owner was told; mail_due: that of a mail which is to be sent.
    """

    planned: TaskPlanned | None = None
    kind: str = "todo"
    title: str = ""
    due_at: datetime | None = None
    remind_at: datetime | None = None
    owner_id: UUID | None = None
    branch: str = ""
    customer_id: UUID | None = None
    deal_id: UUID | None = None
    done: bool = False
    dropped: bool = False
    reminded: datetime | None = None
    mail_due: datetime | None = None

    @property
    def open(self) -> bool:
        """Is it still to be done?"""
        return not (self.done or self.dropped)

    def about(self) -> dict[str, Any]:
        """The records it concerns, which stand in each of its events."""
        return {"customer_id": self.customer_id, "deal_id": self.deal_id}


def plan(task: Task, command: commands.PlanTask) -> list[TaskEvent]:
    planned = TaskPlanned(**command.model_dump(exclude={"task_id"}))
    if task.planned is None:
        return [planned]
    if task.planned == planned:
        return []
    raise TaskAlreadyPlanned("task_id")


def rename(task: Task, command: commands.RenameTask) -> list[TaskEvent]:
    _must_be_open(task)
    if (command.title, command.kind) == (task.title, task.kind):
        return []
    return [TaskRenamed(kind=command.kind, title=command.title, **task.about())]


def reschedule(task: Task, command: commands.RescheduleTask) -> list[TaskEvent]:
    _must_be_open(task)
    if (command.due_at, command.remind_at) == (task.due_at, task.remind_at):
        return []
    return [TaskRescheduled(due_at=command.due_at, remind_at=command.remind_at, **task.about())]


def reassign(task: Task, command: commands.ReassignTask) -> list[TaskEvent]:
    _must_be_open(task)
    branch = command.branch or task.branch
    if (command.owner_id, branch) == (task.owner_id, task.branch):
        return []
    return [TaskReassigned(owner_id=command.owner_id, branch=branch, **task.about())]


def complete(task: Task, _: commands.CompleteTask) -> list[TaskEvent]:
    if task.done:
        return []
    _must_be_open(task)
    return [TaskDone(**task.about())]


def drop(task: Task, command: commands.DropTask) -> list[TaskEvent]:
    if task.dropped:
        return []
    _must_be_open(task)
    return [TaskDropped(reason=command.reason, **task.about())]


def reopen(task: Task, _: commands.ReopenTask) -> list[TaskEvent]:
    if task.open:
        return []
    return [
        TaskReopened(
            kind=task.kind,
            title=task.title,
            due_at=task.due_at,
            owner_id=task.owner_id,
            branch=task.branch,
            **task.about(),
        )
    ]


def _must_be_open(task: Task) -> None:
    if not task.open:
        raise TaskIsClosed


def evolve(task: Task, event: TaskEvent) -> Task:
    match event:
        case TaskPlanned():
            return Task(event, **msgspec.structs.asdict(event))
        case TaskRenamed(kind=kind, title=title):
            return replace(task, kind=kind, title=title)
        case TaskRescheduled(due_at=due_at, remind_at=remind_at):
            return replace(task, due_at=due_at, remind_at=remind_at)
        case TaskReassigned(owner_id=owner_id, branch=branch):
            return replace(task, owner_id=owner_id, branch=branch)
        case TaskDone():
            return replace(task, done=True)
        case TaskReopened():
            return replace(task, done=False, dropped=False)
        case TaskDropped():
            return replace(task, dropped=True)
        case TaskReminded(remind_at=moment, by_mail=by_mail):
            return replace(task, reminded=moment, mail_due=moment if by_mail else None)
        case ReminderMailed() | ReminderNotMailed():
            return replace(task, mail_due=None)
        case _:
            assert_never(event)
