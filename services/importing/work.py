"""What is left to do for a row, given what the log knows of its record?"""

from collections.abc import Sequence
from typing import Literal, NamedTuple
from uuid import UUID, uuid5

from services.importing.merging import merged
from services.importing.past import Past
from services.importing.planner import Planned
from services.importing.taking_back import restored
from shared.importing import Importable, Step

Verdict = Literal["created", "updated", "unchanged", "skipped", "rejected"]


class Task(NamedTuple):
    """A command to send under an id that is the same whenever this row is imported over this past."""

    command_id: UUID
    step: Step


class Work(NamedTuple):
    """The commands of a row, and what the row counts as once they are accepted and led to events.

    `settled`: it counts as that although nothing is left to do.
    """

    tasks: list[Task]
    verdict: Verdict
    settled: bool = False


def work_for(planned: Planned, past: Past, entity: Importable) -> Work:
    """A new record gets its history, a changed row its changes, a row that is already there nothing."""
    history = _tasks(planned.revision, planned.history, "")
    if not past.records:
        return Work(history, "created")
    if past.revision != planned.revision:
        if planned.mapping.existing == "skip":
            return Work([], "skipped", settled=True)
        restoring = restored(planned.record_id, past.records, entity.undoable)
        changes = _changes(planned, past, entity, len(past.records), restoring)
        return Work(changes, "created" if restoring else "updated")
    if any(task.command_id in past.commands for task in history):
        # The row created the record; an import that was killed may have left steps undone.
        missing = [task for task in history if task.command_id not in past.commands]
        return Work(missing, "created" if missing else "unchanged")
    if past.touched:
        return Work([], "unchanged")  # what people did since must not be overwritten by the same row
    return Work(_changes(planned, past, entity, past.base), "updated")


def resumed(work: Work, past: Past, run_id: UUID) -> Work:
    """A row that this very import sent before it was broken off counts as what it was then."""
    if work.tasks or past.revision is None or past.run_id != run_id:
        return work
    return Work([], "created" if past.base == 0 else "updated", settled=True)


def _changes(
    planned: Planned, past: Past, entity: Importable, base: int, before: Sequence[Step] = ()
) -> list[Task]:
    events = [record.event for record in past.records]
    record = merged(planned.record, entity.present(events), planned.mapping)
    steps = [*before, *entity.changes(planned.record_id, record, events)]
    return _tasks(planned.revision, steps, f"{base}.")


def _tasks(revision: UUID, steps: list[Step], prefix: str) -> list[Task]:
    return [Task(uuid5(revision, f"{prefix}{n}.{step.name}"), step) for n, step in enumerate(steps)]
