"""What is to be done next about each customer and each deal?"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events.activities import (
    TaskDone,
    TaskDropped,
    TaskEvent,
    TaskPlanned,
    TaskReassigned,
    TaskRenamed,
    TaskReopened,
    TaskRescheduled,
)
from shared.projection import Projection, Row
from shared.records import Recorded


class Step(msgspec.Struct):
    """An open task."""

    task_id: UUID
    kind: str
    title: str
    due_at: datetime | None
    owner_id: UUID | None
    branch: str
    deal_id: UUID | None


class NextStepRow(Row):
    """The open task of a record that is due first, those without a date last; no row where there is none.

    `owner_id` and `branch` are the task's, for the right to see it. `apart` is whether there is one that is
    about no deal, and what begins with `apart_` tells of the first of these.
    """

    record_id: UUID
    task_id: UUID
    kind: str
    title: str
    due_at: datetime | None
    owner_id: UUID | None
    branch: str
    open_tasks: int
    steps: list[Step]
    apart: bool = False
    apart_title: str = ""
    apart_due_at: datetime | None = None
    apart_owner_id: UUID | None = None
    apart_branch: str = ""


next_steps = Projection("next_steps", version=2, row=NextStepRow, indexes=("due_at, record_id",))

_Key = Callable[[Recorded[Any]], UUID | None]
_OPENING, _CHANGING = (TaskPlanned, TaskReopened), (TaskRenamed, TaskRescheduled, TaskReassigned)


def _about(field: str) -> _Key:
    return lambda record: getattr(record.event, field)


def _first(step: Step) -> tuple[bool, float, str]:
    return (step.due_at is None, step.due_at.timestamp() if step.due_at else 0.0, str(step.task_id))


def _row(record_id: UUID, steps: Iterable[Step]) -> NextStepRow | None:
    ordered = sorted(steps, key=_first)
    if not ordered:
        return None
    first = msgspec.structs.asdict(ordered[0])
    del first["deal_id"]
    row = NextStepRow(record_id, **first, open_tasks=len(ordered), steps=ordered)
    for step in ordered:
        if step.deal_id is None:
            row.apart, row.apart_title, row.apart_due_at = True, step.title, step.due_at
            row.apart_owner_id, row.apart_branch = step.owner_id, step.branch
            break
    return row


def _follow(key: _Key) -> None:
    @next_steps.on(*_OPENING, key=key)
    def opened(row: NextStepRow | None, record: Recorded[TaskPlanned | TaskReopened]) -> NextStepRow | None:
        said = record.event
        step = Step(
            record.stream_id, said.kind, said.title, said.due_at, said.owner_id, said.branch, said.deal_id
        )
        return _row(_record(key, record), [*_others(row, record), step])

    @next_steps.on(*_CHANGING, key=key)
    def changed(row: NextStepRow | None, record: Recorded[TaskEvent]) -> NextStepRow | None:
        own = [step for step in (row.steps if row else ()) if step.task_id == record.stream_id]
        told = msgspec.structs.asdict(record.event)
        for step in own:
            for field in told.keys() & set(Step.__struct_fields__):
                setattr(step, field, told[field])
        return _row(_record(key, record), [*_others(row, record), *own])

    @next_steps.on(TaskDone, TaskDropped, key=key)
    def closed(row: NextStepRow | None, record: Recorded[TaskDone | TaskDropped]) -> NextStepRow | None:
        return _row(_record(key, record), _others(row, record))


def _record(key: _Key, record: Recorded[Any]) -> UUID:
    found = key(record)
    assert found is not None  # the engine asks for no row without a key
    return found


def _others(row: NextStepRow | None, record: Recorded[Any]) -> list[Step]:
    return [step for step in (row.steps if row else ()) if step.task_id != record.stream_id]


_follow(_about("customer_id"))
_follow(_about("deal_id"))
