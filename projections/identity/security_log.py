"""What happened to the ways in and to who may do what, for those who watch over the installation?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events.identity import (
    RoleChanged,
    RoleDefined,
    RoleReinstated,
    RoleRetired,
    UserAdded,
    UserDeactivated,
    UserEmailChanged,
    UserReactivated,
    UserRolesChanged,
    UserTransferred,
)
from events.sign_in import (
    AccountLinked,
    PasswordSet,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    SessionBegun,
    SessionEnded,
    SignInLocked,
    TokenFirstUsed,
    TokenIssued,
    TokenRevoked,
)
from shared.events import Event, event_name
from shared.projection import Projection, Row
from shared.records import Recorded

KINDS: dict[str, tuple[type[Event], ...]] = {
    "sign-in": (SessionBegun, AccountLinked),
    "lock": (SignInLocked,),
    "session": (SessionEnded,),
    "password": (PasswordSet,),
    "factor": (SecondFactorEnrolled, SecondFactorRemoved, RecoveryCodesRenewed, RecoveryCodeUsed),
    "token": (TokenIssued, TokenFirstUsed, TokenRevoked),
    "person": (UserAdded, UserEmailChanged, UserTransferred, UserDeactivated, UserReactivated),
    "role": (UserRolesChanged, RoleDefined, RoleChanged, RoleRetired, RoleReinstated),
}
_KIND_OF = {event_name(each): kind for kind, events in KINDS.items() for each in events}
_FROM_WHERE = ("means", "second_factor", "address", "device", "issuer")
_TOLD = frozenset({*_FROM_WHERE, "cause", "until", "roles", "name", "email", "branch", "expires_at"})
"""What is told of an event, where it has it: never a digest, a sealed secret or what a role grants."""
_OF_USERS = (
    UserAdded,
    UserEmailChanged,
    UserTransferred,
    UserDeactivated,
    UserReactivated,
    UserRolesChanged,
)


class SecurityRow(Row):
    """One event. user_id: whom it concerns, where it says so itself; else another one of its stream does.

    by: who did it, where that is known: a user's id, or the command line.
    """

    event_id: UUID
    position: int
    at: datetime
    type: str
    kind: str
    stream_id: UUID
    user_id: UUID | None
    by: str
    told: dict[str, Any]


security_log = Projection(
    "security_log", version=1, row=SecurityRow, indexes=("position", "user_id", "stream_id", "by")
)


def _of_itself(record: Recorded[Any]) -> UUID | None:
    return record.envelope.event_id


@security_log.on(*(each for events in KINDS.values() for each in events), key=_of_itself)
def happened(_: SecurityRow | None, record: Recorded[Any]) -> SecurityRow:
    event, envelope = record.event, record.envelope
    told = {name: getattr(event, name) for name in event.__struct_fields__ if name in _TOLD}
    return SecurityRow(
        event_id=envelope.event_id,
        position=record.position,
        at=envelope.recorded_at,
        type=envelope.type,
        kind=_KIND_OF[envelope.type],
        stream_id=record.stream_id,
        user_id=record.stream_id if isinstance(event, _OF_USERS) else getattr(event, "user_id", None),
        by=_by(event, envelope.actor, envelope.source),
        told=msgspec.to_builtins(told),
    )


def _by(event: Event, actor: str, source: str) -> str:
    if (by := getattr(event, "by", None)) is not None:
        return str(by)
    if actor != "hindsight":
        return actor
    return "cli" if source == "cli" else ""
