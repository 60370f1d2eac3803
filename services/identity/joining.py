"""Which register changes together with a user?"""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from events.identity import ADMINISTRATOR, ADMINISTRATORS, login_id
from services.identity import commands, registers
from services.identity.user import User
from shared.application import Aggregate, Joined

LOGIN = Aggregate(name="login", initial=registers.Login(), evolve=registers.evolve_login)
ADMINS = Aggregate(
    name="administrators", initial=registers.Administrators(), evolve=registers.evolve_administrators
)


def adding(_: User, command: commands.AddUser) -> list[Joined]:
    return [
        *_email(command.user_id, None, command.email),
        *_administrator(command.user_id, False, ADMINISTRATOR in command.roles),
    ]


def changing_email(user: User, command: commands.ChangeUserEmail) -> list[Joined]:
    return list(_email(command.user_id, user.email, command.email))


def giving_roles(user: User, command: commands.GiveRoles) -> list[Joined]:
    now = ADMINISTRATOR in user.roles and not user.inactive
    then = ADMINISTRATOR in command.roles and not user.inactive
    return list(_administrator(command.user_id, now, then))


def deactivating(user: User, command: commands.DeactivateUser) -> list[Joined]:
    return list(_administrator(command.user_id, ADMINISTRATOR in user.roles, False))


def reactivating(user: User, command: commands.ReactivateUser) -> list[Joined]:
    return list(_administrator(command.user_id, False, ADMINISTRATOR in user.roles))


def _email(user_id: UUID, now: str | None, then: str | None) -> Iterator[Joined]:
    before, after = (login_id(email) if email else None for email in (now, then))
    if before and before != after:
        yield Joined(before, LOGIN, partial(registers.release, user_id=user_id))
    if after and before != after:
        yield Joined(after, LOGIN, partial(registers.reserve, user_id=user_id))


def _administrator(user_id: UUID, now: bool, then: bool) -> Iterator[Joined]:
    if then and not now:
        yield Joined(ADMINISTRATORS, ADMINS, partial(registers.name_administrator, user_id=user_id))
    if now and not then:
        yield Joined(ADMINISTRATORS, ADMINS, partial(registers.release_administrator, user_id=user_id))
