"""Which of their notices has somebody read?"""

from typing import assert_never
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from events.activities import NoticeEvent, NoticeRead, NoticesRead
from services.activities import commands


def stream_of(user_id: UUID) -> UUID:
    """The stream that tells what this user has read."""
    return uuid5(user_id, "notices")


class Notices(msgspec.Struct, frozen=True):
    """What one user has read: everything up to a position, and some beyond it."""

    owner_id: UUID | None = None
    upto: int = 0
    read: frozenset[UUID] = frozenset()


def read_one(notices: Notices, command: commands.MarkNoticeRead) -> list[NoticeEvent]:
    known = command.notice_id in notices.read
    return [] if known else [NoticeRead(owner_id=command.owner_id, notice_id=command.notice_id)]


def read_all(notices: Notices, command: commands.MarkNoticesRead) -> list[NoticeEvent]:
    known = command.upto <= notices.upto
    return [] if known else [NoticesRead(owner_id=command.owner_id, upto=command.upto)]


def evolve(notices: Notices, event: NoticeEvent) -> Notices:
    match event:
        case NoticeRead(owner_id=owner_id, notice_id=notice_id):
            return replace(notices, owner_id=owner_id, read=notices.read | {notice_id})
        case NoticesRead(owner_id=owner_id, upto=upto):
            return Notices(owner_id, upto)
        case _:
            assert_never(event)
