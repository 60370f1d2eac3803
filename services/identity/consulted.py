"""Which branch, team and roles must the rules about a team or a user know?"""

from collections.abc import Iterable
from uuid import UUID

from events.identity import branch_id, role_id
from services.identity import commands
from services.identity.aggregates import BRANCH, ROLE, TEAM
from services.identity.team import Team
from services.identity.user import ROLE as ROLE_ARGUMENT
from services.identity.user import User
from shared.application import Consulted


def place(_: Team, command: commands.FormTeam | commands.MoveTeam) -> dict[str, Consulted]:
    return {"place": Consulted(branch_id(command.branch), BRANCH)}


def added(_: User, command: commands.AddUser) -> dict[str, Consulted]:
    return {**_joined(command), **_roles_of(command.roles)}


def moved(state: User, command: commands.TransferUser) -> dict[str, Consulted]:
    return {**_joined(command), **_roles_of(state.roles)}


def given(state: User, command: commands.GiveRoles) -> dict[str, Consulted]:
    return {**_team_of(state.team_id), **_roles_of(command.roles)}


def held(state: User, _: commands.ChangeUserEmail | commands.ReactivateUser) -> dict[str, Consulted]:
    return {**_team_of(state.team_id), **_roles_of(state.roles)}


def _joined(command: commands.AddUser | commands.TransferUser) -> dict[str, Consulted]:
    places = {"place": Consulted(branch_id(command.branch), BRANCH)} if command.branch else {}
    return {**places, **_team_of(command.team_id)}


def _team_of(team_id: UUID | None) -> dict[str, Consulted]:
    return {"team": Consulted(team_id, TEAM)} if team_id else {}


def _roles_of(keys: Iterable[str]) -> dict[str, Consulted]:
    return {f"{ROLE_ARGUMENT}{key}": Consulted(role_id(key), ROLE) for key in keys}
