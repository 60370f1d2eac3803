"""What may happen to a user?"""

from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.identity import (
    UserAdded,
    UserDeactivated,
    UserEmailChanged,
    UserEvent,
    UserReactivated,
    UserRenamed,
    UserRolesChanged,
    UserTransferred,
)
from events.sales import AgentEvent, AgentJoined, AgentLeft, AgentReturned, AgentTransferred
from services.identity import commands
from services.identity.branch import Branch, must_be_open
from services.identity.role import NoSuchRole, Role, RoleIsRetired
from services.identity.team import Team, TeamIsDissolved
from shared.refusals import Refused

_NOWHERE = Branch()
_ALONE = Team()
ROLE = "role_"
"""Begins the arguments that hold the roles to be given."""


class UserAlreadyAdded(Refused):
    """There is already a user with this id, added with other details. Use a new id."""


class User(msgspec.Struct, frozen=True):
    """A user as the rules see one; `adding` is None for a sales agent of old who was never made a user."""

    adding: UserAdded | None = None
    name: str = ""
    email: str | None = None
    branch: str = ""
    team_id: UUID | None = None
    roles: tuple[str, ...] = ()
    inactive: bool = False


def add(
    user: User, command: commands.AddUser, place: Branch = _NOWHERE, team: Team = _ALONE, **roles: Role
) -> list[UserEvent]:
    adding = UserAdded(
        name=command.name,
        email=command.email,
        branch=command.branch or "",
        team_id=command.team_id,
        roles=in_order(command.roles),
    )
    if user.adding == adding:
        return []
    if user.adding is not None:
        raise UserAlreadyAdded("user_id")
    _can_be_joined(place, team, command)
    _can_be_given(roles)
    return [adding]


def rename(user: User, command: commands.RenameUser) -> list[UserEvent]:
    return [] if command.name == user.name else [UserRenamed(name=command.name)]


def change_email(user: User, command: commands.ChangeUserEmail, **_: object) -> list[UserEvent]:
    return [] if command.email == user.email else [UserEmailChanged(email=command.email)]


def transfer(
    user: User, command: commands.TransferUser, place: Branch = _NOWHERE, team: Team = _ALONE, **_: Role
) -> list[UserEvent]:
    branch = command.branch or ""
    if (branch, command.team_id) == (user.branch, user.team_id):
        return []
    _can_be_joined(place, team, command)
    return [UserTransferred(branch=branch, team_id=command.team_id)]


def give_roles(
    user: User, command: commands.GiveRoles, team: Team = _ALONE, **roles: Role
) -> list[UserEvent]:
    if (wanted := in_order(command.roles)) == user.roles:
        return []
    _can_be_given(roles)
    return [UserRolesChanged(roles=wanted)]


def deactivate(user: User, _: commands.DeactivateUser) -> list[UserEvent]:
    return [] if user.inactive else [UserDeactivated()]


def reactivate(user: User, _: commands.ReactivateUser, **known: object) -> list[UserEvent]:
    return [UserReactivated()] if user.inactive else []


def in_order(roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(roles)))


def _can_be_joined(place: Branch, team: Team, command: commands.AddUser | commands.TransferUser) -> None:
    if command.branch:
        must_be_open(place, command.branch)
    if team.dissolved:
        raise TeamIsDissolved("team_id")


def _can_be_given(roles: dict[str, Role]) -> None:
    for name, role in roles.items():
        key = name.removeprefix(ROLE)
        if role.definition is None:
            raise NoSuchRole("roles", key=key)
        if role.retired:
            raise RoleIsRetired("roles", key=key)


def evolve(user: User, event: UserEvent | AgentEvent) -> User:
    match event:
        case UserAdded():
            return User(event, event.name, event.email, event.branch, event.team_id, event.roles)
        case UserRenamed(name=name):
            return replace(user, name=name)
        case UserEmailChanged(email=email):
            return replace(user, email=email)
        case UserTransferred(branch=branch, team_id=team_id):
            return replace(user, branch=branch, team_id=team_id)
        case UserRolesChanged(roles=roles):
            return replace(user, roles=roles)
        case UserDeactivated():
            return replace(user, inactive=True)
        case UserReactivated():
            return replace(user, inactive=False)
        # Until 2026-11 whoever sold was an agent; one of them becomes a user on the same stream.
        case AgentJoined(name=name, office=office):
            return replace(user, name=name, branch=office)
        case AgentTransferred(office=office):
            return replace(user, branch=office)
        case AgentLeft():
            return replace(user, inactive=True)
        case AgentReturned():
            return replace(user, inactive=False)
        case _:
            assert_never(event)
