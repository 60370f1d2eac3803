"""Which programs may act for somebody?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from events.sign_in import TokenFirstUsed, TokenIssued, TokenRevoked
from shared.projection import Projection, Row
from shared.records import Recorded


class TokenRow(Row):
    token_id: UUID
    user_id: UUID
    name: str
    scopes: list[str]
    branch: str
    issued_at: datetime
    first_used_at: datetime | None
    expires_at: datetime


api_tokens = Projection("api_tokens", version=1, row=TokenRow, indexes=("user_id",))


@api_tokens.on(TokenIssued)
def issued(_: TokenRow | None, record: Recorded[TokenIssued]) -> TokenRow:
    token = record.event
    return TokenRow(
        record.stream_id,
        token.user_id,
        token.name,
        list(token.scopes),
        token.branch,
        record.envelope.recorded_at,
        None,
        token.expires_at,
    )


@api_tokens.on(TokenFirstUsed)
def first_used(row: TokenRow, record: Recorded[TokenFirstUsed]) -> TokenRow:
    row.first_used_at = record.envelope.recorded_at
    return row


@api_tokens.on(TokenRevoked)
def revoked(_: TokenRow, __: Recorded[TokenRevoked]) -> None:
    return None


def tokens_of(connection: Connection, user_id: UUID | None = None) -> list[TokenRow]:
    """The tokens of a user (of everybody) that are good, the newest first."""
    found = text(
        "select * from read.api_tokens where (cast(:user_id as uuid) is null or user_id = :user_id)"
        " and expires_at > now() order by issued_at desc, token_id"
    )
    return [TokenRow(**row._mapping) for row in connection.execute(found, {"user_id": user_id})]
