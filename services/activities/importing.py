"""Which commands does an imported activity or task become?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from events.activities import TaskDone, TaskDropped, TaskReopened
from services.activities.commands import (
    CompleteTask,
    CorrectActivity,
    LogActivity,
    PlanTask,
    ReassignTask,
    RenameTask,
    ReopenTask,
    RescheduleTask,
)
from services.activities.undoing import ACTIVITIES, TASKS
from shared.events import Event
from shared.importing import Importable, Record, Refers, Step, latest
from shared.refusals import Invalid

_LONGEST = 120
_TOLD = ("kind", "subject", "body", "happened_at")
_REFERS = {"customer": "customer_id", "deal": "deal_id", "owner": "owner_id"}


class ActivityRecord(Record):
    """One without a subject is called by the beginning of its text."""

    kind: Literal["call", "mail", "meeting", "visit", "note"]
    happened_at: datetime
    subject: str = ""
    body: str = ""
    customer: Annotated[UUID | None, Refers("customer")] = None
    deal: Annotated[UUID | None, Refers("deal")] = None
    owner: Annotated[UUID | None, Refers("user")] = None


class TaskRecord(Record):
    """A task that is done without saying when was done when it was planned."""

    title: str
    kind: Literal["todo", "call", "mail", "meeting", "visit"] = "todo"
    state: Literal["open", "done"] = "open"
    due_at: datetime | None = None
    planned_at: datetime | None = None
    done_at: datetime | None = None
    customer: Annotated[UUID | None, Refers("customer")] = None
    deal: Annotated[UUID | None, Refers("deal")] = None
    owner: Annotated[UUID | None, Refers("user")] = None


def history_of_activity(activity_id: UUID, row: ActivityRecord) -> list[Step]:
    if row.customer is None and row.deal is None:
        raise Invalid(problems=[{"field": "customer", "problem": "names nobody whom this concerns"}])
    command = LogActivity(
        activity_id=activity_id,
        owner_id=row.owner,
        branch=row.branch,
        customer_id=row.customer,
        deal_id=row.deal,
        **_told(row),
    )
    return [Step("logged", command, row.happened_at)]


def changes_of_activity(activity_id: UUID, row: ActivityRecord, events: Sequence[Event]) -> list[Step]:
    told = _told(row)
    if told == {field: latest(events, field) for field in _TOLD}:
        return []
    return [Step("corrected", CorrectActivity(activity_id=activity_id, **told))]


def _told(row: ActivityRecord) -> dict[str, Any]:
    subject = row.subject or " ".join(row.body.split())[:_LONGEST] or row.kind.capitalize()
    return {"kind": row.kind, "subject": subject, "body": row.body, "happened_at": row.happened_at}


def history_of_task(task_id: UUID, row: TaskRecord) -> list[Step]:
    command = PlanTask(
        task_id=task_id,
        title=row.title,
        kind=row.kind,
        due_at=row.due_at,
        owner_id=row.owner,
        branch=row.branch,
        customer_id=row.customer,
        deal_id=row.deal,
    )
    planned = Step("planned", command, row.planned_at)
    return [planned, _done(task_id, row)] if row.state == "done" else [planned]


def changes_of_task(task_id: UUID, row: TaskRecord, events: Sequence[Event]) -> list[Step]:
    """One that is closed is taken up again before it changes."""
    steps = _described(task_id, row, events)
    closed = _closed(events)
    if closed and (steps or row.state == "open"):
        steps.insert(0, Step("reopened", ReopenTask(task_id=task_id)))
    if row.state == "done" and (steps or not closed):
        steps.append(_done(task_id, row))
    return steps


def _described(task_id: UUID, row: TaskRecord, events: Sequence[Event]) -> list[Step]:
    steps = []
    if (row.title, row.kind) != (latest(events, "title"), latest(events, "kind")):
        steps.append(Step("renamed", RenameTask(task_id=task_id, title=row.title, kind=row.kind)))
    if row.due_at != latest(events, "due_at"):
        remind_at = latest(events, "remind_at")
        command = RescheduleTask(task_id=task_id, due_at=row.due_at, remind_at=remind_at)
        steps.append(Step("rescheduled", command))
    if row.owner != latest(events, "owner_id") or row.branch not in ("", latest(events, "branch")):
        assign = ReassignTask(task_id=task_id, owner_id=row.owner, branch=row.branch)
        steps.append(Step("assigned", assign))
    return steps


def _done(task_id: UUID, row: TaskRecord) -> Step:
    return Step("done", CompleteTask(task_id=task_id), row.done_at or row.planned_at)


def _closed(events: Sequence[Event]) -> bool:
    kinds = (TaskDone, TaskDropped, TaskReopened)
    last = next((event for event in reversed(events) if isinstance(event, kinds)), None)
    return isinstance(last, TaskDone | TaskDropped)


def activity_now(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value."""
    told = {field: latest(events, field) for field in (*_TOLD, "branch")}
    return told | {name: latest(events, field) for name, field in _REFERS.items()}


def task_now(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value."""
    told = {field: latest(events, field) for field in ("title", "kind", "due_at", "branch")}
    return told | {name: latest(events, field) for name, field in _REFERS.items()}


IMPORTABLE = (
    Importable(
        "activity", ActivityRecord, history_of_activity, changes_of_activity, ACTIVITIES, activity_now
    ),
    Importable("task", TaskRecord, history_of_task, changes_of_task, TASKS, task_now),
)
