"""What is a user told of: reminders, and what others gave to them?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from events.activities import (
    ColleagueMentioned,
    NoticeMailed,
    NoticeNotMailed,
    NoticeRead,
    NoticesRead,
    TaskPlanned,
    TaskReassigned,
    TaskReminded,
)
from events.customers import CustomerAssigned
from events.sales import DealAssigned
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.rights.condition import Condition

KEPT = 200


class NoticeRow(Row):
    """`kind` is reminder, assigned or mention; `record_id` the task, customer or deal; `actor` who gave it.

    `mailed` is also true where a mail was given up.
    """

    notice_id: UUID
    owner_id: UUID
    kind: str
    record_id: UUID
    actor: str
    at: datetime
    position: int
    read: bool = False
    mailed: bool = False


class ReadRow(Row):
    """Up to which position of the log somebody has read everything."""

    owner_id: UUID
    upto: int


notices = Projection("notices", version=2, row=NoticeRow, indexes=("owner_id, position", "at"))
notices_read = Projection("notices_read", version=1, row=ReadRow)
_PEOPLE = frozenset({"web", "api"})
"""Imports and other automation give away too much at once for a notice each."""


def _of_itself(record: Recorded[Any]) -> UUID | None:
    return record.envelope.event_id


def _given(record: Recorded[Any]) -> UUID | None:
    """Who has got something from somebody else."""
    owner_id, envelope = _reader(record), record.envelope
    if owner_id is None or envelope.source not in _PEOPLE or envelope.actor == str(owner_id):
        return None
    return envelope.event_id


def _reader(record: Recorded[Any]) -> UUID | None:
    event = record.event
    found: UUID | None = event.user_id if isinstance(event, ColleagueMentioned) else event.owner_id
    return found


@notices.on(TaskReminded, key=_of_itself)
def reminded(_: NoticeRow | None, record: Recorded[TaskReminded]) -> NoticeRow:
    return _notice(record, "reminder")


@notices.on(TaskPlanned, TaskReassigned, CustomerAssigned, DealAssigned, key=_given)
def given(
    _: NoticeRow | None,
    record: Recorded[TaskPlanned | TaskReassigned | CustomerAssigned | DealAssigned],
) -> NoticeRow:
    return _notice(record, "assigned")


@notices.on(ColleagueMentioned, key=_given)
def mentioned(_: NoticeRow | None, record: Recorded[ColleagueMentioned]) -> NoticeRow:
    """About the record, not the activity, which has no page of its own."""
    about = record.event.deal_id or record.event.customer_id or record.stream_id
    return _notice(record, "mention", about)


@notices.on(NoticeMailed, NoticeNotMailed, key=lambda record: record.event.notice_id)
def mailed(row: NoticeRow | None, _: Recorded[NoticeMailed | NoticeNotMailed]) -> NoticeRow | None:
    if row is not None:
        row.mailed = True
    return row


def _notice(record: Recorded[Any], kind: str, about: UUID | None = None) -> NoticeRow:
    envelope, owner_id = record.envelope, _reader(record)
    assert owner_id is not None  # the engine asks for no row without a key
    return NoticeRow(
        notice_id=envelope.event_id,
        owner_id=owner_id,
        kind=kind,
        record_id=about or envelope.stream_id,
        actor=envelope.actor,
        at=envelope.recorded_at,
        position=envelope.position,
    )


@notices.on(NoticeRead, key=lambda record: record.event.notice_id)
def read_one(row: NoticeRow | None, record: Recorded[NoticeRead]) -> NoticeRow | None:
    if row is not None and row.owner_id == record.event.owner_id:
        row.read = True
    return row


@notices_read.on(NoticesRead, key=lambda record: record.event.owner_id)
def read_all(_: ReadRow | None, record: Recorded[NoticesRead]) -> ReadRow:
    return ReadRow(record.event.owner_id, record.event.upto)


_NOTICES = text("""
    select n.notice_id, n.owner_id, n.kind, n.record_id, n.actor, n.at, n.position,
        n.read or n.position <= coalesce(r.upto, 0) as read, n.mailed
    from read.notices n left join read.notices_read r on r.owner_id = n.owner_id
    where n.owner_id = :owner_id order by n.position desc limit :rows""")
_UNREAD = """
    select count(*) from (
        select from read.notices n left join read.notices_read o on o.owner_id = n.owner_id
        join read.record_index r on r.stream_id = n.record_id and {see}
        where n.owner_id = :owner_id and not n.read and n.position > coalesce(o.upto, 0)
        limit :rows) as counted"""


def of_user(connection: Connection, owner_id: UUID, *, limit: int = KEPT) -> list[NoticeRow]:
    """The last notices of a user, the newest first."""
    rows = connection.execute(_NOTICES, {"owner_id": owner_id, "rows": limit})
    return [NoticeRow(**row._mapping) for row in rows]


def unread(connection: Connection, owner_id: UUID, *, see: Condition) -> int:
    """How many of them are unread, of those about records they see (alias r); counted to 200."""
    wanted = {"owner_id": owner_id, "rows": KEPT, **see.parameters}
    found: int = connection.execute(text(_UNREAD.format(see=see.sql)), wanted).scalar_one()
    return found
