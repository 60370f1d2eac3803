"""How long does a session last?"""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.sign_in import SessionBegun, SessionContinued, SessionEnded, SessionEvent
from services.identity import sign_in_commands as commands


class Session(msgspec.Struct, frozen=True):
    """Whose it is, and until when at the longest; None before it began."""

    user_id: UUID | None = None
    digest: str = ""
    second_factor: bool = False
    ends_at: datetime | None = None
    ended: bool = False


def begin(session: Session, command: commands.BeginSession) -> Sequence[SessionEvent]:
    if session.user_id is not None:
        return []
    return [
        SessionBegun(
            user_id=command.user_id,
            digest=command.secret_digest,
            means=command.means,
            second_factor=command.second_factor,
            address=command.address,
            device=command.device,
            ends_at=command.ends_at,
        )
    ]


def go_on(session: Session, command: commands.ContinueSession) -> Sequence[SessionEvent]:
    return [] if session.ended else [SessionContinued()]


def end(session: Session, command: commands.EndSession) -> Sequence[SessionEvent]:
    return [] if session.ended else [SessionEnded(cause=command.cause, by=command.by)]


def evolve(session: Session, event: SessionEvent) -> Session:
    match event:
        case SessionBegun():
            return Session(event.user_id, event.digest, event.second_factor, event.ends_at)
        case SessionContinued():
            return session
        case SessionEnded():
            return replace(session, ended=True)
        case _:
            assert_never(event)
