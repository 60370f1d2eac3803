"""What does the command line record about how users sign in?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from events.identity import ADMINISTRATOR, login_id
from events.sign_in import FOUNDER, INSTALLATION
from projections.identity.api_tokens import tokens_of
from projections.identity.colleagues import everyone
from services.identity import sign_in_commands as commands
from services.identity.commands import AddUser
from services.identity.joining import LOGIN
from services.identity.secrets import passwords
from services.identity.starting import first_administrator
from services.operations.importing.destination import Destination, destination
from shared.commands import Command, parse
from shared.records import Header, Receipt
from shared.refusals import Refused
from shared.settings import Settings


class NoSuchAddress(Refused):
    """No user has the e-mail address {email}. `hindsight admin create` makes an administrator."""


class Reached(NamedTuple):
    """An installation that takes commands from here."""

    there: Destination

    def send(self, command: Command) -> Receipt:
        """Carry out a command on behalf of whoever may use this machine. Raises Refused."""
        header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="cli")
        return self.there.bus.call(command, header)

    async def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        """See Bus."""
        return self.there.bus.call_many(commands, deadline)

    async def close(self) -> None:
        """See Bus: whoever reached the installation lets go of it."""

    async def call(self, command: Command, header: Header, deadline: float = 5.0) -> Receipt:
        """See Bus: for what is written for the gateway, which does not block."""
        return self.there.bus.call(command, header, deadline)


@contextmanager
def reached(settings: Settings) -> Iterator[Reached]:
    """The installation of these settings."""
    with destination(settings) as there:
        yield Reached(there)


def create_administrator(at: Reached, *, name: str, email: str, company: str, password: str) -> UUID:
    """The first administrator, with whom Hindsight is set up, or another one. Raises Refused."""
    hashed = passwords.hashed(password)
    if not at.there.log.existing([INSTALLATION]):
        sent = first_administrator(FOUNDER, name=name, email=email, company=company, password_hash=hashed)
        for command in sent:
            at.send(command)
        return FOUNDER
    user_id = uuid4()
    adding = {"user_id": str(user_id), "name": name, "email": email, "roles": [ADMINISTRATOR]}
    at.send(parse(AddUser, adding))
    at.send(commands.SetPassword(user_id=user_id, password_hash=hashed, by=None))
    return user_id


def user_of(at: Reached, email: str) -> UUID:
    """The user with this e-mail address. Raises NoSuchAddress."""
    user_id = LOGIN.fold(at.there.log.stream(login_id(email.strip()))).user_id
    if user_id is None:
        raise NoSuchAddress(email=email)
    return user_id


def set_password(at: Reached, user_id: UUID, password: str, *, temporary: bool) -> None:
    """Another password; it ends every session that began under the old one."""
    hashed = passwords.hashed(password)
    at.send(commands.SetPassword(user_id=user_id, password_hash=hashed, by=None, temporary=temporary))


def remove_second_factor(at: Reached, user_id: UUID) -> None:
    """The password alone lets them in."""
    at.send(commands.RemoveSecondFactor(user_id=user_id, by=None))


def revoke(at: Reached, token_id: UUID) -> None:
    """The token is good for nothing."""
    at.send(commands.RevokeToken(token_id=token_id, by=None))


class NamedToken(NamedTuple):
    """A token, and whose rights it lends."""

    token_id: UUID
    user: str
    name: str
    scopes: list[str]
    branch: str
    expires_at: datetime


def named_tokens(at: Reached) -> list[NamedToken]:
    """Every token that is good."""
    with at.there.engine.connect() as connection:
        names = {each.user_id: each.name for each in everyone(connection)}
        return [
            NamedToken(t.token_id, names.get(t.user_id, "?"), t.name, t.scopes, t.branch, t.expires_at)
            for t in tokens_of(connection)
        ]
