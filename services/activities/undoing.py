"""Which commands set an activity or a task back to what it was?"""

from uuid import UUID

from events.activities import ActivityLogged, TaskPlanned
from services.activities.activity import Activity
from services.activities.application import ACTIVITY, TASK
from services.activities.commands import (
    CompleteTask,
    CorrectActivity,
    DropTask,
    ReassignTask,
    RemoveActivity,
    RenameTask,
    ReopenTask,
    RescheduleTask,
    RestoreActivity,
)
from services.activities.task import Task
from shared.commands import Command
from shared.undoing import Undoable

_TOLD = ("kind", "subject", "body", "happened_at")


def set_back_activity(activity_id: UUID, now: Activity, then: Activity) -> list[Command]:
    """Restored first and removed last, because a removed activity stays as it is."""
    commands: list[Command] = []
    if now.removed and not then.removed:
        commands.append(RestoreActivity(activity_id=activity_id))
    told = {field: getattr(then, field) for field in _TOLD}
    if told != {field: getattr(now, field) for field in _TOLD}:
        commands.append(CorrectActivity(activity_id=activity_id, **told))
    if then.removed and not now.removed:
        commands.append(RemoveActivity(activity_id=activity_id))
    return commands


def set_back_task(task_id: UUID, now: Task, then: Task) -> list[Command]:
    """Taken up again before it changes, and closed again where it was closed then."""
    described = _described(task_id, now, then)
    if (now.done, now.dropped) == (then.done, then.dropped) and not described:
        return []
    commands: list[Command] = [] if now.open else [ReopenTask(task_id=task_id)]
    commands += described
    if then.dropped:
        commands.append(DropTask(task_id=task_id))
    elif then.done:
        commands.append(CompleteTask(task_id=task_id))
    return commands


def _described(task_id: UUID, now: Task, then: Task) -> list[Command]:
    commands: list[Command] = []
    if (now.kind, now.title) != (then.kind, then.title):
        body = {"task_id": task_id, "title": then.title, "kind": then.kind}
        commands.append(RenameTask.model_validate(body))
    if (now.due_at, now.remind_at) != (then.due_at, then.remind_at):
        commands.append(RescheduleTask(task_id=task_id, due_at=then.due_at, remind_at=then.remind_at))
    if (now.owner_id, now.branch) != (then.owner_id, then.branch):
        commands.append(ReassignTask(task_id=task_id, owner_id=then.owner_id, branch=then.branch))
    return commands


ACTIVITIES = Undoable(
    ACTIVITY,
    begins=ActivityLogged,
    aspects={"what was said": _TOLD},
    gone="removed",
    set_back=set_back_activity,
)
TASKS = Undoable(
    TASK,
    begins=TaskPlanned,
    aspects={
        "title": ("kind", "title"),
        "due time": ("due_at", "remind_at"),
        "owner and branch": ("owner_id", "branch"),
        "state": ("done",),
    },
    gone="dropped",
    set_back=set_back_task,
)
