"""Which rights does somebody get by a command about a user or a role?"""

from collections.abc import Iterator, Mapping

from events.identity import ADMINISTRATOR
from projections.identity.access_fold import RoleNode
from projections.identity.granted import granted
from services.identity import commands
from services.identity.role import Role
from services.identity.team import Team
from services.identity.user import User
from shared.application import Given
from shared.rights.principal import Rights

_NO_TEAM = Team()


def to_a_new_user(
    _: User, command: commands.AddUser, team: Team = _NO_TEAM, **known: object
) -> Iterator[Given]:
    """The rights of their roles, from where they begin to work."""
    return _from(known, command.branch or "", team)


def to_a_user(user: User, _: object, team: Team = _NO_TEAM, **known: object) -> Iterator[Given]:
    """The rights of the roles asked about, from where they work."""
    return _from(known, user.branch, team)


def at_another_place(
    _: User, command: commands.TransferUser, team: Team = _NO_TEAM, **known: object
) -> Iterator[Given]:
    """The rights they have, from where they are to work."""
    return _from(known, command.branch or "", team)


def by_defining(_: Role, command: commands.DefineRole | commands.ChangeRole) -> Iterator[Given]:
    """The rights the role is to give."""
    yield Given(_rights(command.key, command.grants, command.fields))


def by_reinstating(role: Role, command: commands.ReinstateRole) -> Iterator[Given]:
    """The rights it gave before it was retired."""
    yield Given(_rights(command.key, role.grants, role.fields))


def _from(known: Mapping[str, object], branch: str, team: Team) -> Iterator[Given]:
    for role in known.values():
        if isinstance(role, Role) and role.definition:
            rights = _rights(role.definition.key, role.grants, role.fields)
            yield Given(rights, (branch, team.branch))


def _rights(key: str, grants: Mapping[str, str], fields: Mapping[str, str]) -> Rights:
    return granted([RoleNode(key, "", grants, fields, second_factor=False, unlimited=key == ADMINISTRATOR)])
