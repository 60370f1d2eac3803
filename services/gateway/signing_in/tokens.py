"""How does a program get a token, and lose it?"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from events.sign_in import token_id
from services.gateway.signing_in.sending import record
from services.identity.secrets import bearer
from services.identity.sign_in_commands import IssueToken
from shared.bus import Bus
from shared.commands import parse

LONGEST_DAYS = 366


class Issued(NamedTuple):
    """A new token; `secret` is told this once. `position`: where the log says so."""

    token_id: UUID
    secret: str
    position: int


class Wanted(NamedTuple):
    """What a token is for."""

    name: str
    scopes: tuple[str, ...]
    branch: str
    days: int


async def issue(bus: Bus, user_id: UUID, wanted: Wanted) -> Issued:
    """A token that lends the rights of this user as far as its scopes and branch. Raises Refused."""
    secret = bearer.new_token()
    digest = bearer.digest(secret)
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(days=min(max(wanted.days, 1), LONGEST_DAYS))
    command = parse(
        IssueToken,
        {
            "token_id": str(token_id(digest)),
            "user_id": str(user_id),
            "secret_digest": digest,
            "name": wanted.name,
            "scopes": wanted.scopes,
            "branch": wanted.branch,
            "expires_at": ends.isoformat(),
        },
    )
    receipt = await record(bus, command)
    return Issued(receipt.stream_id, secret, receipt.position)
