"""How does the command line change who works where, and as what?"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from events.identity import login_id
from projections.identity.teams import teams
from services.identity import commands
from services.identity.joining import LOGIN
from services.operations.importing.destination import Destination, destination
from shared.commands import Command, parse
from shared.records import Header
from shared.refusals import Refused
from shared.settings import Settings


class NoSuchUser(Refused):
    """No user has the e-mail address or id {user}. `hindsight users list` shows them."""


class NoSuchTeam(Refused):
    """There is no team {team}, or several of that name. Form it in the settings first."""


class Changing:
    """Sends commands about people on behalf of whoever may use this machine. Each raises Refused."""

    def __init__(self, there: Destination) -> None:
        self._there = there

    def add(
        self,
        user_id: UUID,
        name: str,
        email: str | None,
        branch: str | None,
        team: str,
        roles: tuple[str, ...],
    ) -> None:
        body = {"name": name, "email": email, "branch": branch, "roles": list(roles)}
        self._send(commands.AddUser, user_id=str(user_id), team_id=self._team(team), **body)

    def transfer(self, user: str, branch: str | None, team: str) -> UUID:
        return self._change(user, commands.TransferUser, branch=branch, team_id=self._team(team))

    def give_roles(self, user: str, roles: tuple[str, ...]) -> UUID:
        return self._change(user, commands.GiveRoles, roles=list(roles))

    def deactivate(self, user: str) -> UUID:
        return self._change(user, commands.DeactivateUser)

    def reactivate(self, user: str) -> UUID:
        return self._change(user, commands.ReactivateUser)

    def open_branch(self, code: str, name: str, parent: str | None) -> None:
        self._send(commands.OpenBranch, code=code, name=name, parent=parent)

    def _change(self, user: str, command: type[Command], **body: object) -> UUID:
        user_id = self._user(user)
        self._send(command, user_id=str(user_id), **body)
        return user_id

    def _send(self, command: type[Command], **body: object) -> None:
        header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="cli")
        receipt = self._there.bus.call(parse(command, body), header)
        if receipt.position:
            self._there.wait(receipt.position)

    def _user(self, named: str) -> UUID:
        if "@" in named:
            found = LOGIN.fold(self._there.log.stream(login_id(named.strip()))).user_id
        else:
            found = _as_id(named)
        if found is None:
            raise NoSuchUser(user=named)
        return found

    def _team(self, name: str) -> str | None:
        if not name:
            return None
        with self._there.engine.connect() as connection:
            found = [team.team_id for team in teams(connection) if team.name == name]
        if len(found) != 1:
            raise NoSuchTeam(team=name)
        return str(found[0])


@contextmanager
def changing(settings: Settings) -> Iterator[Changing]:
    """The installation of these settings, ready for commands about people."""
    with destination(settings) as there:
        yield Changing(there)


def _as_id(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None
