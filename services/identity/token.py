"""What may a program do that shows this token?"""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.sign_in import TokenEvent, TokenFirstUsed, TokenIssued, TokenRevoked
from services.identity import sign_in_commands as commands


class Token(msgspec.Struct, frozen=True):
    """Whose rights it lends, how far, and until when; None before it was issued."""

    user_id: UUID | None = None
    digest: str = ""
    scopes: tuple[str, ...] = ()
    branch: str = ""
    expires_at: datetime | None = None
    used: bool = False
    revoked: bool = False


def issue(token: Token, command: commands.IssueToken) -> Sequence[TokenEvent]:
    if token.user_id is not None:
        return []
    return [
        TokenIssued(
            user_id=command.user_id,
            digest=command.secret_digest,
            name=command.name,
            scopes=tuple(sorted(set(command.scopes))),
            branch=command.branch,
            expires_at=command.expires_at,
        )
    ]


def note_use(token: Token, command: commands.NoteTokenUse) -> Sequence[TokenEvent]:
    return [] if token.used else [TokenFirstUsed()]


def revoke(token: Token, command: commands.RevokeToken) -> Sequence[TokenEvent]:
    return [] if token.revoked else [TokenRevoked(by=command.by)]


def evolve(token: Token, event: TokenEvent) -> Token:
    match event:
        case TokenIssued():
            return Token(event.user_id, event.digest, event.scopes, event.branch, event.expires_at)
        case TokenFirstUsed():
            return replace(token, used=True)
        case TokenRevoked():
            return replace(token, revoked=True)
        case _:
            assert_never(event)
