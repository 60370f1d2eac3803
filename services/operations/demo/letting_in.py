"""With which addresses and passwords can a newcomer sign in to the demo company?"""

import secrets
from typing import NamedTuple
from uuid import uuid4

from events.identity import ADMINISTRATOR
from events.sign_in import INSTALLATION, credentials_id
from services.identity.secrets import passwords
from services.identity.sign_in_commands import FoundInstallation, SetPassword
from services.operations.demo.company import Company
from services.operations.demo.personnel import colleagues, email
from services.operations.demo.staff import Colleague
from services.operations.importing.destination import Destination
from shared.commands import Command
from shared.importing import record_id
from shared.records import Header

SOURCE = "demo"


class Entry(NamedTuple):
    """Somebody of the demo company who can sign in; the password is good for one time."""

    role: str
    branch: str
    email: str
    password: str


def let_in(company: Company, there: Destination) -> list[Entry]:
    """One-time passwords for the first of each role; those who have a password keep it.

    Where nobody has set Hindsight up yet, it is now, by the administrator of the demo company.
    """
    found = []
    for each in _firsts(company):
        user_id = record_id("user", company.key("user", each.key))
        if each.role == ADMINISTRATOR and not there.log.existing([INSTALLATION]):
            _send(there, FoundInstallation(administrator_id=user_id, company="Hindsight Demo"))
        if there.log.existing([credentials_id(user_id)]):
            continue
        password = secrets.token_urlsafe(12)
        hashed = passwords.hashed(password)
        _send(there, SetPassword(user_id=user_id, password_hash=hashed, by=None, temporary=True, first=True))
        branch = each.office.name if each.office else ""
        found.append(Entry(each.role, branch, email(company, each), password))
    return found


def _firsts(company: Company) -> list[Colleague]:
    found: dict[str, Colleague] = {}
    for each in colleagues(company):
        found.setdefault(each.role, each)
    return list(found.values())


def _send(there: Destination, command: Command) -> None:
    there.bus.call(
        command,
        Header(command_id=uuid4(), correlation_id=uuid4(), actor=SOURCE, branch="", source=SOURCE),
    )
