"""How does the first administrator come into an empty installation, exactly once?"""

import hmac
from contextlib import suppress

from events.sign_in import FOUNDER
from services.configuration.commands import ChoosePhoneRegion
from services.gateway.signing_in import security_log
from services.gateway.signing_in.accounts import Account, account, is_founded
from services.gateway.signing_in.door import Door
from services.gateway.signing_in.sending import record
from services.identity.commands import AddUser
from services.identity.credentials import PasswordIsSet
from services.identity.founding import AlreadyFounded
from services.identity.secrets import passwords
from services.identity.starting import first_administrator
from services.identity.user import UserAlreadyAdded
from shared.commands import parse
from shared.refusals import Refused

_CODE = "first start"
_REGIONS = {"zh": "CN"}
"""Language of the one who sets Hindsight up → whose phone numbers are typed without the country's code."""


def start_code(at: Door) -> str:
    """What must be typed by whoever sets Hindsight up from another machine; the console shows it."""
    digits = at.keys.digest(_CODE, "code")[:12].upper()
    return "-".join(digits[first : first + 4] for first in range(0, 12, 4))


def is_start_code(at: Door, given: str) -> bool:
    """Is this the code of the console?"""
    return hmac.compare_digest(start_code(at).encode(), given.strip().upper().encode())


async def found(
    at: Door, *, name: str, email: str, company: str, password: str, language: str = ""
) -> Account:
    """Make the first administrator. Raises AlreadyFounded for all but one of those who try, and Refused."""
    if await at.ask(lambda: is_founded(at.log)):
        raise AlreadyFounded
    # Wrong input is found before anything is recorded.
    parse(AddUser, {"user_id": str(FOUNDER), "name": name, "email": email})
    hashed = await at.hashing(lambda: passwords.hashed(password))
    try:
        for command in first_administrator(
            FOUNDER, name=name, email=email, company=company, password_hash=hashed
        ):
            await record(at.bus, command)
    except (UserAlreadyAdded, PasswordIsSet) as refused:
        raise AlreadyFounded from refused
    if region := _REGIONS.get(language):
        with suppress(Refused):  # it can be chosen later
            await record(at.bus, ChoosePhoneRegion(region=region))
    security_log.noted("installation founded", user_id=str(FOUNDER))
    return await at.ask(lambda: account(at.log, FOUNDER))
