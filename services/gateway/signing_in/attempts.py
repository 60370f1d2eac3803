"""How often may somebody try to sign in?

Counted for each account (known or not), for each address, and for all together, by all gateways in one table.
Names and addresses stand there as digests that nobody can compute without the installation's key.
"""

from sqlalchemy import Engine

from services.identity.secrets.keys import Keys
from shared import tries
from shared.refusals import Refused

FREE_FAILURES = 5
FIRST_LOCK_SECONDS, LONGEST_LOCK_SECONDS = 60.0, 900.0
LOCKS = (
    *(FREE_FAILURES - 1) * (0.0,),
    *(min(FIRST_LOCK_SECONDS * 2.0**n, LONGEST_LOCK_SECONDS) for n in range(5)),
)
"""For how many seconds the n-th failure locks an account; the last for every further one."""
FORGOTTEN_SECONDS = 3600.0
ADDRESS_FAILURES, ADDRESS_SECONDS = 30, 600.0
ALL_ATTEMPTS, ALL_SECONDS = 600, 60.0
PROVIDER_ATTEMPTS, PROVIDER_SECONDS = 300, 600.0
"""So often an address may go to the identity provider or come back from it: many people may share one."""
_ALL, _PURPOSE = "sign-in", "attempts"


class TooManyAttempts(Refused):
    """There were too many attempts to sign in. Try again in {minutes} minutes."""

    def __init__(self, field: str | None = None, **details: float) -> None:
        self.seconds = max(1, round(details.pop("seconds", 60)))
        super().__init__(field, minutes=max(1, -(-self.seconds // 60)))


class Attempts:
    """Counts attempts and failures, together with every other gateway over this database."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine, self._keys = engine, keys

    def admit(self, account: str, address: str) -> None:
        """Count an attempt. Raises TooManyAttempts, the same for accounts that exist and for others."""
        every = tries.count(self._engine, _ALL, ALL_SECONDS)
        if every.tries > ALL_ATTEMPTS:
            raise TooManyAttempts(seconds=ALL_SECONDS - every.age)
        keys = self._account(account), self._address(address)
        found = tries.look(self._engine, *keys)
        held, window = (found.get(key, tries.Tried()) for key in keys)
        if window.tries >= ADDRESS_FAILURES and window.age < ADDRESS_SECONDS:
            raise TooManyAttempts(seconds=ADDRESS_SECONDS - window.age)
        if held.locked > 0:
            raise TooManyAttempts(seconds=held.locked)

    def ask_provider(self, address: str) -> None:
        """Count a way to the identity provider, or back. Raises TooManyAttempts."""
        key = self._keys.digest(_PURPOSE, f"provider from {address}")
        window = tries.count(self._engine, key, PROVIDER_SECONDS)
        if window.tries > PROVIDER_ATTEMPTS:
            raise TooManyAttempts(seconds=PROVIDER_SECONDS - window.age)

    def failed(self, account: str, address: str) -> float:
        """Count a failure; for how many seconds the account is locked by it (0: it is not)."""
        tries.count(self._engine, self._address(address), ADDRESS_SECONDS)
        key = self._account(account)
        return tries.count(self._engine, key, FORGOTTEN_SECONDS, sliding=True, locks=LOCKS).locked

    def succeeded(self, account: str) -> None:
        """Forget the account's failures. Raises TooManyAttempts where it was locked since it was admitted."""
        key = self._account(account)
        tries.forget(self._engine, key)
        if held := tries.look(self._engine, key).get(key):
            raise TooManyAttempts(seconds=held.locked)

    def _account(self, account: str) -> str:
        return self._keys.digest(_PURPOSE, f"account {account}")

    def _address(self, address: str) -> str:
        return self._keys.digest(_PURPOSE, f"address {address}")
