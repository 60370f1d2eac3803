"""What makes an empty installation one that somebody can sign in to?"""

from collections.abc import Iterator
from uuid import UUID

from events.identity import ADMINISTRATOR
from services.identity.built_in import built_in_roles
from services.identity.commands import AddUser
from services.identity.sign_in_commands import FoundInstallation, SetPassword
from shared.commands import Command


def first_administrator(
    user_id: UUID, *, name: str, email: str, company: str, password_hash: str
) -> Iterator[Command]:
    """The commands, in order; repeating them is harmless, and only one password is ever taken."""
    yield from built_in_roles()
    yield AddUser(user_id=user_id, name=name, email=email, roles=(ADMINISTRATOR,))
    yield SetPassword(user_id=user_id, password_hash=password_hash, by=user_id, first=True)
    yield FoundInstallation(administrator_id=user_id, company=company)
