"""How are tasks and logged activities found and named?"""

from events.activities import (
    ActivityCorrected,
    ActivityLogged,
    ActivityRemoved,
    ActivityRestored,
    TaskDone,
    TaskDropped,
    TaskPlanned,
    TaskReassigned,
    TaskRenamed,
    TaskReopened,
)
from projections.history.record_row import RecordRow, begun, found_by
from shared.projection import Projection
from shared.records import Recorded


def follow_activities(index: Projection) -> None:
    """Let the index follow tasks and activities."""
    index.on(ActivityLogged)(_logged)
    index.on(ActivityCorrected)(_corrected)
    index.on(TaskPlanned)(_planned)
    index.on(TaskRenamed)(_renamed)
    index.on(TaskReassigned)(_reassigned)
    index.on(ActivityRemoved, TaskDone, TaskDropped)(_gone)
    index.on(ActivityRestored, TaskReopened)(_back)


def _logged(_: RecordRow | None, record: Recorded[ActivityLogged]) -> RecordRow:
    done = record.event
    about = done.deal_id or done.customer_id
    return begun(
        record.stream_id,
        "activity",
        done.subject,
        owner_id=done.owner_id,
        branch=done.branch,
        about_id=about,
    )


def _corrected(row: RecordRow, record: Recorded[ActivityCorrected]) -> RecordRow:
    return found_by(row, title=record.event.subject)


def _planned(_: RecordRow | None, record: Recorded[TaskPlanned]) -> RecordRow:
    task = record.event
    about = task.deal_id or task.customer_id
    return begun(
        record.stream_id, "task", task.title, owner_id=task.owner_id, branch=task.branch, about_id=about
    )


def _renamed(row: RecordRow, record: Recorded[TaskRenamed]) -> RecordRow:
    return found_by(row, title=record.event.title)


def _reassigned(row: RecordRow, record: Recorded[TaskReassigned]) -> RecordRow:
    row.owner_id, row.branch = record.event.owner_id, record.event.branch
    return row


def _gone(row: RecordRow, _: Recorded[TaskDone]) -> RecordRow:
    row.gone = True
    return row


def _back(row: RecordRow, _: Recorded[TaskReopened]) -> RecordRow:
    row.gone = False
    return row
