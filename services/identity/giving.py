"""Which rights does somebody get by a command about a user or a role?"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from events.identity import ADMINISTRATOR
from projections.identity import reach
from projections.identity.access import Access
from projections.identity.access_fold import RoleNode
from projections.identity.granted import granted
from services.identity import commands
from services.identity.role import Role
from services.identity.team import Team
from services.identity.user import User
from services.identity.widening import over_others
from shared.application import Given
from shared.rights.levels import Level
from shared.rights.principal import Rights

_NO_TEAM = Team()


class Giving:
    """Knows whom rights reach. Only people are asked about, and for them there is a directory."""

    def __init__(self, known: Access | None) -> None:
        self._directory = known

    def to_a_new_user(
        self, user: User, command: commands.AddUser, team: Team = _NO_TEAM, **roles: object
    ) -> Iterator[Given]:
        """The rights of their roles, from where they begin to work; and what their team has over them."""
        place = command.branch or ""
        yield from self._over(command.user_id, command.team_id, (place, team.branch), roles)
        yield from self._joined(command.user_id, command.team_id, (place, user.branch))

    def to_a_user(
        self, user: User, command: "_AboutUser", team: Team = _NO_TEAM, **roles: object
    ) -> Iterator[Given]:
        """The rights of the roles asked about, from where they work."""
        yield from self._over(command.user_id, user.team_id, (user.branch, team.branch), roles)

    def at_another_place(
        self, user: User, command: commands.TransferUser, team: Team = _NO_TEAM, **roles: object
    ) -> Iterator[Given]:
        """The rights they have, from where they are to work; and what a new team has over them."""
        place = command.branch or ""
        yield from self._over(command.user_id, command.team_id, (place, team.branch), roles)
        if command.team_id != user.team_id:
            yield from self._joined(command.user_id, command.team_id, (place, user.branch))

    def by_defining(self, role: Role, command: commands.DefineRole | commands.ChangeRole) -> Iterator[Given]:
        """The rights the role is to give; and what they add for everybody who has it."""
        rights = _rights(command.key, command.grants, command.fields)
        yield Given(rights)
        before = _rights(command.key, role.grants, role.fields)
        yield from self._to_holders(command.key, _wider(rights, {} if role.retired else before.levels))

    def by_reinstating(self, role: Role, command: commands.ReinstateRole) -> Iterator[Given]:
        """The rights it gave before it was retired, to everybody who has it."""
        rights = _rights(command.key, role.grants, role.fields)
        yield Given(rights)
        yield from self._to_holders(command.key, rights)

    def _over(
        self, user_id: UUID, team_id: UUID | None, places: tuple[str, ...], roles: Mapping[str, object]
    ) -> Iterator[Given]:
        owners = reach.reached_beside(self._known, user_id, team_id)
        branches = (*places, *reach.homes(self._known, owners))
        for role in roles.values():
            if isinstance(role, Role) and role.definition:
                rights = _rights(role.definition.key, role.grants, role.fields)
                yield Given(rights, branches, tuple(owners))

    def _joined(self, user_id: UUID, team_id: UUID | None, places: tuple[str, ...]) -> Iterator[Given]:
        for each in reach.together(self._known, team_id) - {user_id}:
            yield Given(over_others(self._known, each), places, (user_id,))

    def _to_holders(self, role: str, rights: Rights) -> Iterator[Given]:
        for user_id in reach.holders(self._known, role) if rights.levels else ():
            user = self._known.user(user_id)
            owners = reach.reached_beside(self._known, user_id, user.team_id if user else None)
            yield Given(rights, reach.homes(self._known, {user_id, *owners}), tuple(owners))

    @property
    def _known(self) -> Access:
        if self._directory is None:
            raise RuntimeError("Without a directory only Hindsight itself sends commands.")
        return self._directory


_AboutUser = commands.GiveRoles | commands.ChangeUserEmail | commands.ReactivateUser


def _wider(rights: Rights, before: Mapping[str, Level]) -> Rights:
    added = {right: level for right, level in rights.levels.items() if level > before.get(right, Level.NONE)}
    return Rights(added, rights.hidden, rights.fixed, rights.unlimited)


def _rights(key: str, grants: Mapping[str, str], fields: Mapping[str, str]) -> Rights:
    return granted([RoleNode(key, "", grants, fields, second_factor=False, unlimited=key == ADMINISTRATOR)])
