"""What happens to activities, tasks and notices. Other contexts may rely on those in PUBLISHED."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from shared.events import About, Event, Personal

CONTACTS = ("call", "mail", "meeting", "visit")
KINDS = (*CONTACTS, "note")
TASK_KINDS = ("todo", *CONTACTS)


class ActivityLogged(Event):
    """Somebody was in touch with a customer, or noted something about a record."""

    kind: str
    subject: Annotated[str, Personal(of="customer_id")]
    body: Annotated[str, Personal(of="customer_id")]
    happened_at: datetime
    owner_id: UUID | None
    branch: str
    customer_id: Annotated[UUID | None, About()]
    deal_id: Annotated[UUID | None, About()]


class ActivityCorrected(Event):
    """`customer_id` and `deal_id` are repeated for readers that do not follow the whole activity."""

    kind: str
    subject: Annotated[str, Personal(of="customer_id")]
    body: Annotated[str, Personal(of="customer_id")]
    happened_at: datetime
    customer_id: UUID | None
    deal_id: UUID | None


class ActivityRemoved(Event):
    """It should not have been logged: no list or figure shows it; its history stays."""

    reason: Annotated[str, Personal()]
    customer_id: UUID | None
    deal_id: UUID | None


class ActivityRestored(Event):
    kind: str
    happened_at: datetime
    customer_id: UUID | None
    deal_id: UUID | None


class ColleagueMentioned(Event):
    """An activity names a colleague, so that they look at it."""

    user_id: UUID
    customer_id: UUID | None
    deal_id: UUID | None


class TaskPlanned(Event):
    kind: str
    title: Annotated[str, Personal(of="customer_id")]
    due_at: datetime | None
    remind_at: datetime | None
    owner_id: UUID | None
    branch: str
    customer_id: Annotated[UUID | None, About()]
    deal_id: Annotated[UUID | None, About()]


class TaskRenamed(Event):
    kind: str
    title: Annotated[str, Personal(of="customer_id")]
    customer_id: UUID | None
    deal_id: UUID | None


class TaskRescheduled(Event):
    due_at: datetime | None
    remind_at: datetime | None
    customer_id: UUID | None
    deal_id: UUID | None


class TaskReassigned(Event):
    owner_id: UUID | None
    branch: str
    customer_id: UUID | None
    deal_id: UUID | None


class TaskDone(Event):
    customer_id: UUID | None
    deal_id: UUID | None


class TaskReopened(Event):
    """What a reader needs who forgot the task when it was done or dropped stands here again."""

    kind: str
    title: Annotated[str, Personal(of="customer_id")]
    due_at: datetime | None
    owner_id: UUID | None
    branch: str
    customer_id: UUID | None
    deal_id: UUID | None


class TaskDropped(Event):
    """It is not to be done any more."""

    reason: Annotated[str, Personal()]
    customer_id: UUID | None
    deal_id: UUID | None


class TaskReminded(Event):
    """The owner was told in the product; `by_mail` says that a mail follows."""

    owner_id: UUID
    remind_at: datetime
    by_mail: bool


class ReminderMailed(Event):
    """The mail server took the mail for this moment."""

    remind_at: datetime


class ReminderNotMailed(Event):
    """The mail for this moment is given up."""

    remind_at: datetime
    reason: Annotated[str, Personal()]


class NoticeRead(Event):
    """Of the stream of one user's notices."""

    owner_id: UUID
    notice_id: UUID


class NoticesRead(Event):
    """Everything up to this position of the log."""

    owner_id: UUID
    upto: int


class NoticeMailed(Event):
    """The mail server took the mail for this notice."""

    owner_id: UUID
    notice_id: UUID


class NoticeNotMailed(Event):
    """The mail for this notice is given up."""

    owner_id: UUID
    notice_id: UUID
    reason: Annotated[str, Personal()]


ActivityEvent = ActivityLogged | ActivityCorrected | ActivityRemoved | ActivityRestored | ColleagueMentioned
TaskEvent = (
    TaskPlanned
    | TaskRenamed
    | TaskRescheduled
    | TaskReassigned
    | TaskDone
    | TaskReopened
    | TaskDropped
    | TaskReminded
    | ReminderMailed
    | ReminderNotMailed
)
NoticeEvent = NoticeRead | NoticesRead | NoticeMailed | NoticeNotMailed
PUBLISHED = (ActivityLogged, ActivityRemoved, TaskPlanned, TaskDone, TaskReassigned, TaskReminded)
