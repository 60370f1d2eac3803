"""Who sent this request: which session or token does it show, and is it still good?"""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from events.sign_in import PasswordSet, credentials_id, preferences_id, session_id, token_id
from services.identity.preferences import Preferences
from services.identity.secrets.bearer import digest
from services.identity.sign_in import PREFERENCES, SESSION, TOKEN
from shared.log.log import Log
from shared.records import Recorded

_RENEWALS = 12
"""How often in its idle time a session that is in use says so."""


class Visit(NamedTuple):
    """A user, and the session or token they showed; `stale` says that its use is to be recorded."""

    user_id: UUID
    credential: UUID
    is_token: bool
    preferences: Preferences
    stale: bool


def by_session(log: Log, secret: str, idle: timedelta, now: datetime | None = None) -> Visit | None:
    """The visit of whoever shows this session's secret; None where it has ended."""
    now = now or datetime.now(UTC)
    known = digest(secret)
    stream_id = session_id(known)
    records = log.stream(stream_id)
    session = SESSION.fold(records)
    if session.user_id is None or session.ends_at is None or session.ended:
        return None
    if not hmac.compare_digest(session.digest, known) or now >= session.ends_at:
        return None
    unused = now - records[-1].envelope.recorded_at
    others = log.streams([credentials_id(session.user_id), preferences_id(session.user_id)])
    if unused > idle or _password_since(others[credentials_id(session.user_id)], records[0]):
        return None
    preferences = PREFERENCES.fold(others[preferences_id(session.user_id)])
    return Visit(session.user_id, stream_id, False, preferences, stale=unused > idle / _RENEWALS)


def by_token(log: Log, secret: str, now: datetime | None = None) -> Visit | None:
    """The visit of a program that shows this API token; None where it is not good (any more)."""
    known = digest(secret)
    stream_id = token_id(known)
    token = TOKEN.fold(log.stream(stream_id))
    if token.user_id is None or token.expires_at is None or token.revoked:
        return None
    if not hmac.compare_digest(token.digest, known) or (now or datetime.now(UTC)) >= token.expires_at:
        return None
    return Visit(token.user_id, stream_id, True, Preferences(), stale=not token.used)


def _password_since(credentials: list[Recorded[Any]], begun: Recorded[Any]) -> bool:
    """Was the password changed after the session began? Then it ends, whoever knew the old one."""
    return any(
        isinstance(record.event, PasswordSet) and record.envelope.recorded_at > begun.envelope.recorded_at
        for record in credentials
    )
