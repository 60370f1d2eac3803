"""How is a second factor set up?"""

import time

from services.gateway.signing_in import security_log
from services.gateway.signing_in.accounts import Account
from services.gateway.signing_in.door import Door
from services.gateway.signing_in.sending import record
from services.identity import sign_in_commands as commands
from services.identity.secrets import second_factor


async def enrol(at: Door, known: Account, secret: str, code: str) -> list[str] | None:
    """Its recovery codes, to be shown this once; None where the code is not the secret's."""
    step = second_factor.step_of(secret, code, time.time())
    if step is None:
        return None
    codes = second_factor.new_recovery_codes()
    command = commands.EnrolSecondFactor(
        user_id=known.user_id,
        sealed_secret=at.sealed_for(known, secret),
        recovery_codes=tuple(at.recovery_digest(each) for each in codes),
        step=step,
    )
    await record(at.bus, command)
    security_log.noted("second factor set up", user_id=str(known.user_id))
    return codes


async def renew_codes(at: Door, known: Account) -> list[str]:
    """New recovery codes in place of all older ones. Raises NoSecondFactor."""
    codes = second_factor.new_recovery_codes()
    digests = tuple(at.recovery_digest(each) for each in codes)
    await record(at.bus, commands.RenewRecoveryCodes(user_id=known.user_id, recovery_codes=digests))
    return codes
