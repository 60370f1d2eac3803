"""By which secrets may somebody sign in, and which of them are used up?"""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

import msgspec
from msgspec.structs import replace

from events.sign_in import (
    CredentialsEvent,
    PasswordRehashed,
    PasswordSet,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    SecondFactorUsed,
    SignInLocked,
)
from services.identity import sign_in_commands as commands
from shared.refusals import Refused


class PasswordIsSet(Refused):
    """There is a password already. Sign in with it, or have an administrator set another one."""


class CodeUsed(Refused):
    """This code was used before. Wait for the next one."""


class NoSecondFactor(Refused):
    """There is no second factor. Set one up first."""


class Credentials(msgspec.Struct, frozen=True):
    """What is known of somebody's secrets.

    last_step:        the thirty seconds of the last code that was taken.
    """

    password_hash: str | None = None
    temporary: bool = False
    sealed_secret: str | None = None
    last_step: int = 0
    recovery_codes: frozenset[str] = frozenset()
    locked_until: datetime | None = None


def set_password(known: Credentials, command: commands.SetPassword) -> Sequence[CredentialsEvent]:
    if command.first and known.password_hash is not None:
        raise PasswordIsSet
    return [
        PasswordSet(
            user_id=command.user_id,
            password_hash=command.password_hash,
            by=command.by,
            temporary=command.temporary,
        )
    ]


def rehash(known: Credentials, command: commands.RehashPassword) -> Sequence[CredentialsEvent]:
    if known.password_hash != command.known_hash:
        return []  # it was changed meanwhile
    return [PasswordRehashed(password_hash=command.password_hash)]


def enrol(known: Credentials, command: commands.EnrolSecondFactor) -> Sequence[CredentialsEvent]:
    return [
        SecondFactorEnrolled(
            user_id=command.user_id,
            sealed_secret=command.sealed_secret,
            recovery_codes=command.recovery_codes,
        ),
        SecondFactorUsed(step=command.step),
    ]


def use_second_factor(known: Credentials, command: commands.UseSecondFactor) -> Sequence[CredentialsEvent]:
    if command.step <= known.last_step:
        raise CodeUsed
    return [SecondFactorUsed(step=command.step)]


def use_recovery_code(known: Credentials, command: commands.UseRecoveryCode) -> Sequence[CredentialsEvent]:
    if command.recovery_code not in known.recovery_codes:
        raise CodeUsed
    return [RecoveryCodeUsed(recovery_code=command.recovery_code)]


def renew_recovery_codes(
    known: Credentials, command: commands.RenewRecoveryCodes
) -> Sequence[CredentialsEvent]:
    if known.sealed_secret is None:
        raise NoSecondFactor
    return [RecoveryCodesRenewed(recovery_codes=command.recovery_codes)]


def remove_second_factor(
    known: Credentials, command: commands.RemoveSecondFactor
) -> Sequence[CredentialsEvent]:
    return [] if known.sealed_secret is None else [SecondFactorRemoved(by=command.by)]


def lock(known: Credentials, command: commands.LockSignIn) -> Sequence[CredentialsEvent]:
    if known.locked_until is not None and known.locked_until >= command.until:
        return []
    return [SignInLocked(user_id=command.user_id, until=command.until)]


def evolve(known: Credentials, event: CredentialsEvent) -> Credentials:
    match event:
        case PasswordSet():
            return replace(
                known, password_hash=event.password_hash, temporary=event.temporary, locked_until=None
            )
        case PasswordRehashed():
            return replace(known, password_hash=event.password_hash)
        case SecondFactorEnrolled():
            codes = frozenset(event.recovery_codes)
            return replace(known, sealed_secret=event.sealed_secret, recovery_codes=codes, last_step=0)
        case SecondFactorUsed():
            return replace(known, last_step=event.step)
        case RecoveryCodeUsed():
            return replace(known, recovery_codes=known.recovery_codes - {event.recovery_code})
        case RecoveryCodesRenewed():
            return replace(known, recovery_codes=frozenset(event.recovery_codes))
        case SecondFactorRemoved():
            return replace(known, sealed_secret=None, recovery_codes=frozenset(), last_step=0)
        case SignInLocked():
            return replace(known, locked_until=event.until)
        case _:
            assert_never(event)
