"""What does each fact about people, branches, roles and credentials change in who may do what?"""

from collections.abc import Mapping
from datetime import datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.identity import (
    BranchMoved,
    BranchOpened,
    RoleChanged,
    RoleDefined,
    RoleReinstated,
    RoleRetired,
    TeamDissolved,
    TeamFormed,
    TeamLed,
    TeamRevived,
    UserAdded,
    UserDeactivated,
    UserReactivated,
    UserRenamed,
    UserRolesChanged,
    UserTransferred,
)
from events.sign_in import SessionBegun, SessionEnded, TokenIssued, TokenRevoked
from shared.events import Event, event_name


class BranchNode(msgspec.Struct, frozen=True):
    code: str
    name: str
    parent: str | None


class TeamNode(msgspec.Struct, frozen=True):
    name: str
    lead_id: UUID | None
    dissolved: bool = False


class UserNode(msgspec.Struct, frozen=True):
    name: str
    branch: str
    team_id: UUID | None
    roles: tuple[str, ...]
    active: bool = True


class RoleNode(msgspec.Struct, frozen=True):
    key: str
    name: str
    grants: Mapping[str, str]
    fields: Mapping[str, str]
    second_factor: bool
    unlimited: bool
    retired: bool = False


class Credential(msgspec.Struct, frozen=True):
    """A session or a token. `scopes` is None where it lends all the rights of its user."""

    user_id: UUID
    ends_at: datetime
    scopes: tuple[str, ...] | None = None
    branch: str = ""


Node = BranchNode | TeamNode | UserNode | RoleNode | Credential
_BEGINNINGS = (BranchOpened, TeamFormed, UserAdded, RoleDefined, SessionBegun, TokenIssued)


def after(event: Event, node: Node | None) -> Node | None:
    """What a stream says after this event; None where it gives no right.

    Nor does one whose beginning gave none: a sales agent of old, or one this release cannot read.
    """
    return None if node is None and not isinstance(event, _BEGINNINGS) else fold(event, node)


@singledispatch
def fold(event: Any, node: Any) -> Node | None:
    """The same for a stream that has begun, or begins with this event."""
    return node  # type: ignore[no-any-return]


@fold.register
def _(event: BranchOpened, _: Any) -> Node | None:
    return BranchNode(event.code, event.name, event.parent)


@fold.register
def _(event: BranchMoved, node: BranchNode) -> Node | None:
    return replace(node, parent=event.parent)


@fold.register
def _(event: TeamFormed, _: Any) -> Node | None:
    return TeamNode(event.name, event.lead_id)


@fold.register
def _(event: TeamLed, node: TeamNode) -> Node | None:
    return replace(node, lead_id=event.lead_id)


@fold.register
def _(event: TeamDissolved | TeamRevived, node: TeamNode) -> Node | None:
    return replace(node, dissolved=isinstance(event, TeamDissolved))


@fold.register
def _(event: UserAdded, _: Any) -> Node | None:
    return UserNode(event.name, event.branch, event.team_id, event.roles)


@fold.register
def _(event: UserRenamed, node: UserNode) -> Node | None:
    return replace(node, name=event.name)


@fold.register
def _(event: UserTransferred, node: UserNode) -> Node | None:
    return replace(node, branch=event.branch, team_id=event.team_id)


@fold.register
def _(event: UserRolesChanged, node: UserNode) -> Node | None:
    return replace(node, roles=event.roles)


@fold.register
def _(event: UserDeactivated | UserReactivated, node: UserNode) -> Node | None:
    return replace(node, active=isinstance(event, UserReactivated))


@fold.register
def _(event: RoleDefined, _: Any) -> Node | None:
    return RoleNode(event.key, event.name, event.grants, event.fields, event.second_factor, event.unlimited)


@fold.register
def _(event: RoleChanged, node: RoleNode) -> Node | None:
    return replace(
        node, name=event.name, grants=event.grants, fields=event.fields, second_factor=event.second_factor
    )


@fold.register
def _(event: RoleRetired | RoleReinstated, node: RoleNode) -> Node | None:
    return replace(node, retired=isinstance(event, RoleRetired))


@fold.register
def _(event: SessionBegun, _: Any) -> Node | None:
    return Credential(event.user_id, event.ends_at)


@fold.register
def _(event: TokenIssued, _: Any) -> Node | None:
    return Credential(event.user_id, event.expires_at, event.scopes, event.branch)


@fold.register
def _(event: SessionEnded | TokenRevoked, _: Any) -> Node | None:
    return None


TYPES = [event_name(each) for each in fold.registry if isinstance(each, type) and issubclass(each, Event)]
