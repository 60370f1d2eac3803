"""R1: is the owner of an open task told of each of its moments, once, and not before it?"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from tests.history_checker.state import Event
from tests.history_checker.verdict import Verdict

_CLOSED = {"TaskDone": False, "TaskDropped": False, "TaskReopened": True}


class Task(msgspec.Struct):
    """What is known of a task so far."""

    remind_at: datetime | None = None
    owner_id: UUID | None = None
    open: bool = True
    reminded: datetime | None = None


class Told(NamedTuple):
    """A moment of a task."""

    task_id: UUID
    moment: datetime


def once(log: Sequence[Event]) -> Verdict:
    """R1. The log is that of an installation at rest: every moment that is planned has come."""
    tasks: dict[UUID, Task] = {}
    told: set[Told] = set()
    broken: list[str] = []
    for event in log:
        name = event.type.removeprefix("activities.")
        if name == "TaskReminded":
            broken += _wrong(event, told)
        if name.startswith("Task"):
            _follow(tasks.setdefault(event.stream_id, Task()), name, msgspec.json.decode(event.payload))
    broken += [
        f"nobody was told of {task_id} at {task.remind_at}" for task_id, task in tasks.items() if _due(task)
    ]
    return Verdict("R1", len(told), broken)


def _wrong(event: Event, told: set[Told]) -> Iterator[str]:
    moment = Told(event.stream_id, _moment(msgspec.json.decode(event.payload)["remind_at"]))
    if moment in told:
        yield f"{event.stream_id} was told of again at {event.position}, for {moment.moment}"
    if event.occurred_at < moment.moment:
        yield f"{event.stream_id} was told of at {event.occurred_at}, before {moment.moment}"
    told.add(moment)


def _follow(task: Task, name: str, data: dict[str, object]) -> None:
    task.open = _CLOSED.get(name, task.open)
    if name == "TaskReminded":
        task.reminded = _moment(data["remind_at"])
    elif "remind_at" in data:
        task.remind_at = None if data["remind_at"] is None else _moment(data["remind_at"])
    if "owner_id" in data:
        task.owner_id = msgspec.convert(data["owner_id"], UUID | None)


def _moment(text: object) -> datetime:
    return msgspec.convert(text, datetime)


def _due(task: Task) -> bool:
    planned = task.open and task.owner_id is not None and task.remind_at is not None
    return planned and task.reminded != task.remind_at
