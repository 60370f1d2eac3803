"""Which streams begin once and never again: the installation itself, and a subject's link to a user?"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from events.sign_in import AccountLinked, InstallationFounded
from services.identity import sign_in_commands as commands
from shared.refusals import Refused


class AlreadyFounded(Refused):
    """Hindsight is set up already. Sign in."""


class LinkedToAnother(Refused):
    """This account of the identity provider belongs to another user. An administrator can tell whom."""


class Founded(msgspec.Struct, frozen=True):
    """By whom; None before it happened."""

    user_id: UUID | None = None
    company: str = ""


def found(known: Founded, command: commands.FoundInstallation) -> Sequence[InstallationFounded]:
    if known.user_id is not None:
        raise AlreadyFounded
    return [InstallationFounded(company=command.company, administrator_id=command.administrator_id)]


def founded(_: Founded, event: InstallationFounded) -> Founded:
    return Founded(event.administrator_id, event.company)


def link(known: UUID | None, command: commands.LinkAccount) -> Sequence[AccountLinked]:
    if known == command.user_id:
        return []
    if known is not None:
        raise LinkedToAnother
    return [AccountLinked(user_id=command.user_id, issuer=command.issuer, subject=command.subject)]


def linked(_: UUID | None, event: AccountLinked) -> UUID:
    return event.user_id
