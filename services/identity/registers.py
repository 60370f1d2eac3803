"""Who has an e-mail address, and who are the administrators? Facts that concern several users at once."""

from uuid import UUID

import msgspec

from events.identity import (
    AdministratorEvent,
    AdministratorNamed,
    AdministratorReleased,
    LoginEvent,
    LoginReleased,
    LoginReserved,
)
from shared.refusals import Refused


class EmailIsTaken(Refused):
    """Another user has this e-mail address. Use another, or take it from that user first."""


class LastAdministrator(Refused):
    """This is the last active administrator. Make somebody else one first."""


class Login(msgspec.Struct, frozen=True):
    """An e-mail address, and the user who has it."""

    user_id: UUID | None = None


class Administrators(msgspec.Struct, frozen=True):
    """The active users with the administrators' role."""

    user_ids: frozenset[UUID] = frozenset()


def reserve(login: Login, user_id: UUID) -> list[LoginEvent]:
    if login.user_id not in (None, user_id):
        raise EmailIsTaken("email")
    return [] if login.user_id == user_id else [LoginReserved(user_id=user_id)]


def release(login: Login, user_id: UUID) -> list[LoginEvent]:
    return [LoginReleased(user_id=user_id)] if login.user_id == user_id else []


def name_administrator(known: Administrators, user_id: UUID) -> list[AdministratorEvent]:
    return [] if user_id in known.user_ids else [AdministratorNamed(user_id=user_id)]


def release_administrator(known: Administrators, user_id: UUID) -> list[AdministratorEvent]:
    if user_id not in known.user_ids:
        return []
    if len(known.user_ids) == 1:
        raise LastAdministrator("user_id")
    return [AdministratorReleased(user_id=user_id)]


def evolve_login(_: Login, event: LoginEvent) -> Login:
    return Login(event.user_id if isinstance(event, LoginReserved) else None)


def evolve_administrators(known: Administrators, event: AdministratorEvent) -> Administrators:
    if isinstance(event, AdministratorNamed):
        return Administrators(known.user_ids | {event.user_id})
    return Administrators(known.user_ids - {event.user_id})
