"""What happens to the ways in: passwords, second factors, sessions, API tokens; and to preferences.

No event holds a secret that could be used: passwords are Argon2id hashes, the secrets of second factors are
sealed with the installation's key, of sessions and tokens only a digest is kept.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

from shared.events import Event, Personal

CONTEXT = "identity"
_SIGN_IN = UUID("8c1f5a60-7d0c-5d0b-8a55-3f6b1c0d9e21")
INSTALLATION = uuid5(_SIGN_IN, "installation")
FOUNDER = uuid5(_SIGN_IN, "founder")
"""The user whom the first start makes: two that race for it meet in one stream."""


def credentials_id(user_id: UUID) -> UUID:
    """The stream of a user's password and second factor."""
    return uuid5(_SIGN_IN, f"credentials:{user_id}")


def preferences_id(user_id: UUID) -> UUID:
    """The stream of a user's preferences."""
    return uuid5(_SIGN_IN, f"preferences:{user_id}")


def session_id(digest: str) -> UUID:
    """The stream of the session whose secret has this digest."""
    return uuid5(_SIGN_IN, f"session:{digest}")


def token_id(digest: str) -> UUID:
    """The stream of the API token whose secret has this digest."""
    return uuid5(_SIGN_IN, f"token:{digest}")


def link_id(issuer: str, subject: str) -> UUID:
    """The stream of a subject of an identity provider."""
    return uuid5(_SIGN_IN, f"link:{issuer} {subject}")


class InstallationFounded(Event):
    """The first administrator can sign in; the company has a name."""

    company: str
    administrator_id: UUID


class PasswordSet(Event):
    user_id: UUID
    password_hash: str
    by: UUID | None  # None: on the command line
    temporary: bool  # to be replaced at the next sign-in


class PasswordRehashed(Event):
    password_hash: str


class SecondFactorEnrolled(Event):
    user_id: UUID
    sealed_secret: str
    recovery_codes: tuple[str, ...]  # digests


class SecondFactorUsed(Event):
    step: int  # which thirty seconds the code was of


class RecoveryCodeUsed(Event):
    recovery_code: str


class RecoveryCodesRenewed(Event):
    recovery_codes: tuple[str, ...]


class SecondFactorRemoved(Event):
    by: UUID | None


class SignInLocked(Event):
    """Too many attempts failed in a row."""

    user_id: UUID
    until: datetime


class AccountLinked(Event):
    """Somebody signs in as a subject of an identity provider from now on."""

    user_id: UUID
    issuer: str
    subject: Annotated[str, Personal(of="user_id")]


class SessionBegun(Event):
    user_id: UUID
    digest: str
    means: str  # "password", "oidc"
    second_factor: bool
    address: Annotated[str, Personal(of="user_id")]
    device: Annotated[str, Personal(of="user_id")]
    ends_at: datetime


class SessionContinued(Event):
    """It is still in use; recorded once in a while, not at each request."""


class SessionEnded(Event):
    cause: str  # "signed-out", "password-changed", "revoked"
    by: UUID | None


class TokenIssued(Event):
    user_id: UUID
    digest: str
    name: Annotated[str, Personal(of="user_id")]
    scopes: tuple[str, ...]  # "<object>:read", "<object>:write"; "*" stands for every object
    branch: str  # "": wherever the user's own rights reach
    expires_at: datetime


class TokenFirstUsed(Event):
    pass


class TokenRevoked(Event):
    by: UUID | None


class PreferencesChanged(Event):
    user_id: UUID
    language: str  # "": as the browser asks
    time_zone: str
    theme: str  # "light", "dark", "system"
    page_size: int
    home: str


CredentialsEvent = (
    PasswordSet
    | PasswordRehashed
    | SecondFactorEnrolled
    | SecondFactorUsed
    | RecoveryCodeUsed
    | RecoveryCodesRenewed
    | SecondFactorRemoved
    | SignInLocked
)
SessionEvent = SessionBegun | SessionContinued | SessionEnded
TokenEvent = TokenIssued | TokenFirstUsed | TokenRevoked
