"""Who is behind an e-mail address or an id, and by which secrets may they sign in? The log itself says it."""

from typing import NamedTuple
from uuid import UUID, uuid4

from events.identity import login_id, role_id
from events.sign_in import INSTALLATION, credentials_id
from services.identity.aggregates import ROLE, USER
from services.identity.credentials import Credentials
from services.identity.joining import LOGIN
from services.identity.sign_in import CREDENTIALS
from shared.log.log import Log


class Account(NamedTuple):
    """A user as signing in sees one; `forced` says that one of their roles demands a second factor."""

    user_id: UUID
    name: str
    email: str
    active: bool
    forced: bool
    credentials: Credentials


def account(log: Log, user_id: UUID) -> Account:
    """The account of a user; of an unknown one an inactive account without secrets."""
    streams = log.streams([user_id, credentials_id(user_id)])
    user = USER.fold(streams[user_id])
    forced = _forced(log, user.roles)
    credentials = CREDENTIALS.fold(streams[credentials_id(user_id)])
    active = bool(streams[user_id]) and not user.inactive and bool(user.email)
    return Account(user_id, user.name, user.email or "", active, forced, credentials)


def account_of(log: Log, email: str) -> Account:
    """The account with this e-mail address; an unknown one takes as many questions, and is never active."""
    login = LOGIN.fold(log.stream(login_id(email)))
    return account(log, login.user_id or uuid4())


def is_founded(log: Log) -> bool:
    """Has somebody been made the first administrator?"""
    return bool(log.existing([INSTALLATION]))


def _forced(log: Log, roles: tuple[str, ...]) -> bool:
    # One question even without a role: a stranger takes no less time than a user.
    streams = log.streams([role_id(key) for key in roles] or [uuid4()])
    held = [ROLE.fold(records) for records in streams.values()]
    return any(role.second_factor and not role.retired for role in held)
