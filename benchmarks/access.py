"""As whom do the benchmarks ask? As the administrator, with an API token."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from events.sign_in import FOUNDER, token_id
from services.identity.application import identity
from services.identity.secrets import bearer, passwords
from services.identity.sign_in_commands import IssueToken
from services.identity.starting import first_administrator
from shared.database import connect
from shared.log.log import Log
from shared.records import Header


def authorization(url: str) -> str:
    """The Authorization header of an administrator of the installation over this database, set up by it."""
    engine = connect(url)
    service, token = identity(Log(engine)), bearer.new_token()
    digest = bearer.digest(token)
    issue = IssueToken(
        token_id=token_id(digest),
        user_id=FOUNDER,
        secret_digest=digest,
        name="benchmark",
        scopes=("*:read", "*:write"),
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    hashed = passwords.hashed(bearer.new_secret())
    first = first_administrator(
        FOUNDER, name="Ada", email="ada@example.com", company="Acme", password_hash=hashed
    )
    for command in (*first, issue):
        service.handle(command, _header())
    engine.dispose()
    return f"Bearer {token}"


def _header() -> Header:
    return Header(command_id=uuid4(), correlation_id=uuid4(), actor="hindsight", branch="", source="cli")
