"""What can be asked about passwords, second factors, sessions, API tokens and preferences?

Whoever sends them has checked the secret itself, which never travels: here are digests and hashes only.
"""

from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.commands import Command, Line, ShortLine
from shared.marks import N_

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PasswordHash = Annotated[str, StringConstraints(pattern=r"^\$argon2id\$.{20,300}$")]
Sealed = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Scope = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z_]{1,50}):(read|write)$")]
Codes = Annotated[tuple[Digest, ...], Field(min_length=1, max_length=20)]
Remark = Annotated[str, StringConstraints(max_length=200)]
HomeAddress = Annotated[str, StringConstraints(pattern=r"^(/[a-z][a-z0-9/-]{0,99})?$")]

_NO_ZONE = N_("is not a time zone, such as Asia/Shanghai")


def _known_zone(name: str) -> str:
    if name and name not in available_timezones():
        raise PydanticCustomError("time_zone", _NO_ZONE)
    return name


class FoundInstallation(Command):
    administrator_id: UUID
    company: Line


class SetPassword(Command):
    """`first`: only where there is none yet, so that of two who set it up at once one is refused."""

    user_id: UUID
    password_hash: PasswordHash
    by: UUID | None
    temporary: bool = False
    first: bool = False


class RehashPassword(Command):
    """The same password under stronger parameters."""

    user_id: UUID
    known_hash: PasswordHash
    password_hash: PasswordHash


class EnrolSecondFactor(Command):
    user_id: UUID
    sealed_secret: Sealed
    recovery_codes: Codes
    step: int


class UseSecondFactor(Command):
    user_id: UUID
    step: int


class UseRecoveryCode(Command):
    user_id: UUID
    recovery_code: Digest


class RenewRecoveryCodes(Command):
    user_id: UUID
    recovery_codes: Codes


class RemoveSecondFactor(Command):
    user_id: UUID
    by: UUID | None


class LockSignIn(Command):
    user_id: UUID
    until: AwareDatetime


class LinkAccount(Command):
    issuer: Line
    subject: Line
    user_id: UUID


class BeginSession(Command):
    session_id: UUID
    user_id: UUID
    secret_digest: Digest
    means: Literal["password", "oidc"]
    second_factor: bool
    address: Remark
    device: Remark
    ends_at: AwareDatetime


class ContinueSession(Command):
    session_id: UUID


class EndSession(Command):
    session_id: UUID
    cause: Literal["signed-out", "password-changed", "revoked"]
    by: UUID | None


class IssueToken(Command):
    token_id: UUID
    user_id: UUID
    secret_digest: Digest
    name: Line
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=50)]
    branch: ShortLine = ""
    expires_at: AwareDatetime


class NoteTokenUse(Command):
    token_id: UUID


class RevokeToken(Command):
    token_id: UUID
    by: UUID | None


class ChangePreferences(Command):
    """How somebody likes to read. `language` and `time_zone` may be empty: then they are the browser's."""

    user_id: UUID
    language: Literal["", "en", "zh"] = ""
    time_zone: Annotated[str, StringConstraints(max_length=100), AfterValidator(_known_zone)] = ""
    theme: Literal["light", "dark", "system"] = "system"
    page_size: Annotated[int, Field(ge=10, le=200)] = 50
    home: HomeAddress = ""
