"""Users of each role, signed in without a password's delay: as fast as a test needs them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Engine

from events.identity import ADMINISTRATOR
from events.sign_in import FOUNDER, INSTALLATION, session_id, token_id
from services.identity.application import identity
from services.identity.built_in import built_in_roles
from services.identity.commands import AddUser, OpenBranch
from services.identity.secrets import bearer
from services.identity.sign_in_commands import BeginSession, FoundInstallation, IssueToken
from shared.application import Application
from shared.commands import Command
from shared.database import connect
from shared.log.log import Log
from shared.records import Header, Receipt

COOKIE = "__Host-hindsight-session"


class Person(NamedTuple):
    """A user, and the secret of a session of theirs."""

    user_id: UUID
    session: str

    @property
    def cookies(self) -> dict[str, str]:
        """What the jar of their browser holds."""
        return {COOKIE: self.session}

    @property
    def headers(self) -> dict[str, str]:
        """What their browser sends."""
        return {"Cookie": f"{COOKIE}={self.session}"}


class People:
    """Makes users in a database; the first one is the administrator."""

    def __init__(self, log: Log) -> None:
        self._identity: Application = identity(log)
        self._log = log

    def administrator(self) -> Person:
        """The first administrator, signed in; Hindsight is set up."""
        if not self._log.existing([INSTALLATION]):
            for command in built_in_roles():
                self.do(command)
            self.do(AddUser(user_id=FOUNDER, name="Ada", email="ada@example.com", roles=(ADMINISTRATOR,)))
            self.do(FoundInstallation(administrator_id=FOUNDER, company="Acme"))
        return self.signed_in(FOUNDER)

    def person(self, role: str, branch: str = "", name: str = "") -> Person:
        """A user with this role in this branch, signed in."""
        self.administrator()
        if branch:
            self.do(OpenBranch(code=branch, name=branch))
        user_id = uuid4()
        named = name or f"{role} of {branch or 'nowhere'}"
        email = f"{user_id.hex[:12]}@example.com"
        roles = (role,) if role else ()
        self.do(AddUser(user_id=user_id, name=named, email=email, branch=branch or None, roles=roles))
        return self.signed_in(user_id)

    def signed_in(self, user_id: UUID) -> Person:
        """The user in one more session."""
        secret = bearer.new_secret()
        digest = bearer.digest(secret)
        self.do(
            BeginSession(
                session_id=session_id(digest),
                user_id=user_id,
                secret_digest=digest,
                means="password",
                second_factor=False,
                address="127.0.0.1",
                device="test",
                ends_at=datetime.now(UTC) + timedelta(days=1),
            )
        )
        return Person(user_id, secret)

    def token(self, user_id: UUID, *scopes: str, branch: str = "") -> str:
        """An API token of the user."""
        secret = bearer.new_token()
        digest = bearer.digest(secret)
        self.do(
            IssueToken(
                token_id=token_id(digest),
                user_id=user_id,
                secret_digest=digest,
                name="test",
                scopes=scopes or ("*:read", "*:write"),
                branch=branch,
                expires_at=datetime.now(UTC) + timedelta(days=1),
            )
        )
        return secret

    def do(self, command: Command) -> Receipt:
        """Carry out a command on behalf of Hindsight itself."""
        header = Header(
            command_id=uuid4(), correlation_id=uuid4(), actor="hindsight", branch="", source="cli"
        )
        return self._identity.handle(command, header)


def people(engine: Engine) -> People:
    """Makes users in this database."""
    return People(Log(engine))


def administrators_session(url: str) -> Person:
    """The first administrator of the installation over this database, signed in."""
    engine = connect(url)
    try:
        return people(engine).administrator()
    finally:
        engine.dispose()
