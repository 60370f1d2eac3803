"""What can be asked about activities, tasks and notices?"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.commands import Command, Line, ShortLine, Text
from shared.instants import Instant, PastInstant

Kind = Literal["call", "mail", "meeting", "visit", "note"]
TaskKind = Literal["todo", "call", "mail", "meeting", "visit"]
Mentions = Annotated[tuple[UUID, ...], Field(max_length=20)]
"""The colleagues who are to look at it; each is told once."""
Position = Annotated[int, Field(ge=0, le=2**63 - 1)]


class LogActivity(Command):
    """Tell of a call, a mail, a meeting or a visit, or note something about a customer or a deal."""

    activity_id: UUID
    kind: Kind
    subject: Line
    body: Text = ""
    happened_at: PastInstant
    owner_id: UUID | None = None
    branch: ShortLine = ""
    customer_id: UUID | None = None
    deal_id: UUID | None = None
    mentions: Mentions = ()


class CorrectActivity(Command):
    activity_id: UUID
    kind: Kind
    subject: Line
    body: Text = ""
    happened_at: PastInstant
    mentions: Mentions = ()


class RemoveActivity(Command):
    """Take an activity out of every list and figure; its history stays, and it can be restored."""

    activity_id: UUID
    reason: Text = ""


class RestoreActivity(Command):
    activity_id: UUID


class PlanTask(Command):
    """`remind_at` is when its owner is told; without it nobody is."""

    task_id: UUID
    title: Line
    kind: TaskKind = "todo"
    due_at: Instant | None = None
    remind_at: Instant | None = None
    owner_id: UUID | None = None
    branch: ShortLine = ""
    customer_id: UUID | None = None
    deal_id: UUID | None = None


class RenameTask(Command):
    task_id: UUID
    title: Line
    kind: TaskKind = "todo"


class RescheduleTask(Command):
    task_id: UUID
    due_at: Instant | None
    remind_at: Instant | None = None


class ReassignTask(Command):
    task_id: UUID
    owner_id: UUID | None
    branch: ShortLine = ""


class CompleteTask(Command):
    task_id: UUID


class ReopenTask(Command):
    """Take up again what was done or dropped."""

    task_id: UUID


class DropTask(Command):
    """The task is not to be done any more; its history stays, and it can be taken up again."""

    task_id: UUID
    reason: Text = ""


class RemindOfTask(Command):
    """Tell the owner of a task that the moment has come; for an open task, and once for each moment."""

    task_id: UUID
    remind_at: Instant
    by_mail: bool = False


class NoteReminderMailed(Command):
    """The mail server took the mail (no reason), or it is given up (with the reason)."""

    task_id: UUID
    remind_at: Instant
    reason: Text = ""


class MarkNoticeRead(Command):
    owner_id: UUID
    notice_id: UUID


class MarkNoticesRead(Command):
    """Everything up to this position of the log."""

    owner_id: UUID
    upto: Position


class NoteNoticeMailed(Command):
    """The mail server took the mail (no reason), or it is given up (with the reason)."""

    owner_id: UUID
    notice_id: UUID
    reason: Text = ""
