"""Which of their notices has somebody read?"""

from typing import assert_never
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from events.activities import NoticeEvent, NoticeMailed, NoticeNotMailed, NoticeRead, NoticesRead
from services.activities import commands

KEPT = 1_000


def stream_of(user_id: UUID) -> UUID:
    """The stream that tells what this user has read."""
    return uuid5(user_id, "notices")


class Notices(msgspec.Struct, frozen=True):
    """What one user has read: everything up to a position, and some beyond it; and what went out by mail."""

    owner_id: UUID | None = None
    upto: int = 0
    read: frozenset[UUID] = frozenset()
    mailed: tuple[UUID, ...] = ()


def read_one(notices: Notices, command: commands.MarkNoticeRead) -> list[NoticeEvent]:
    known = command.notice_id in notices.read
    return [] if known else [NoticeRead(owner_id=command.owner_id, notice_id=command.notice_id)]


def read_all(notices: Notices, command: commands.MarkNoticesRead) -> list[NoticeEvent]:
    known = command.upto <= notices.upto
    return [] if known else [NoticesRead(owner_id=command.owner_id, upto=command.upto)]


def note_mailed(notices: Notices, command: commands.NoteNoticeMailed) -> list[NoticeEvent]:
    owner_id, notice_id = command.owner_id, command.notice_id
    if notice_id in notices.mailed:
        return []
    if command.reason:
        return [NoticeNotMailed(owner_id=owner_id, notice_id=notice_id, reason=command.reason)]
    return [NoticeMailed(owner_id=owner_id, notice_id=notice_id)]


def evolve(notices: Notices, event: NoticeEvent) -> Notices:
    match event:
        case NoticeRead(owner_id=owner_id, notice_id=notice_id):
            return replace(notices, owner_id=owner_id, read=notices.read | {notice_id})
        case NoticesRead(owner_id=owner_id, upto=upto):
            return replace(notices, owner_id=owner_id, upto=upto, read=frozenset())
        case NoticeMailed() | NoticeNotMailed():
            # Nothing is mailed after a day, so the last ones tell whether one was.
            mailed = (*notices.mailed, event.notice_id)[-KEPT:]
            return replace(notices, owner_id=event.owner_id, mailed=mailed)
        case _:
            assert_never(event)
