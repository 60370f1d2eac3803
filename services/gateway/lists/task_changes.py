"""How are the fields of tasks changed from a list?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from projections.activities.task_list import TaskRow, some
from services.activities import commands
from services.gateway.lists.changes import Changes, Make, Value
from shared.commands import Command
from shared.rights.condition import Condition


def _load(connection: Connection, ids: list[UUID], see: Condition) -> dict[UUID, TaskRow]:
    return {each.task_id: each for each in some(connection, ids, see=see)}


def _told(name: str) -> Make:
    def make(task: TaskRow, value: Value) -> Command:
        body = {"task_id": task.task_id, "title": task.title, "kind": task.kind, name: value or ""}
        return commands.RenameTask.model_validate(body)

    return make


def _reschedule(task: TaskRow, value: Value) -> Command:
    """The reminder keeps its distance."""
    body = {"task_id": task.task_id, "due_at": value or None, "remind_at": task.remind_at}
    command = commands.RescheduleTask.model_validate(body)
    if command.due_at is None or task.due_at is None or task.remind_at is None:
        return command
    return command.model_copy(update={"remind_at": task.remind_at + (command.due_at - task.due_at)})


def _assign(task: TaskRow, value: Value) -> Command:
    return commands.ReassignTask.model_validate({"task_id": task.task_id, "owner_id": value or None})


_KINDS: dict[Any, type[Command]] = {
    "open": commands.ReopenTask,
    "done": commands.CompleteTask,
    "dropped": commands.DropTask,
}


def _move(task: TaskRow, value: Value) -> Command:
    return _KINDS.get(value, commands.ReopenTask).model_validate({"task_id": task.task_id})


TASK_CHANGES = Changes(
    load=_load,
    fields={
        "title": _told("title"),
        "kind": _told("kind"),
        "due_at": _reschedule,
        "owner_id": _assign,
        "state": _move,
    },
)
