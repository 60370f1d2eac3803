"""How often may somebody try to sign in?

Counted in memory, for each account (known or not), for each address, and for all together. What is kept is
bounded: of too many accounts those are forgotten that were tried longest ago.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from shared.refusals import Refused

FREE_FAILURES = 5
FIRST_LOCK_SECONDS, LONGEST_LOCK_SECONDS = 60.0, 900.0
FORGOTTEN_SECONDS = 3600.0
ADDRESS_FAILURES, ADDRESS_SECONDS = 30, 600.0
ALL_ATTEMPTS, ALL_SECONDS = 600, 60.0
REMEMBERED = 10_000


class TooManyAttempts(Refused):
    """There were too many attempts to sign in. Try again in {minutes} minutes."""

    def __init__(self, field: str | None = None, **details: float) -> None:
        self.seconds = max(1, round(details.pop("seconds", 60)))
        super().__init__(field, minutes=max(1, -(-self.seconds // 60)))


class _Failures(NamedTuple):
    failures: int
    last: float
    locked_until: float


class _Window(NamedTuple):
    began: float
    tries: int


class Attempts:
    """Counts failures. Used from one thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._accounts: OrderedDict[str, _Failures] = OrderedDict()
        self._addresses: OrderedDict[str, _Window] = OrderedDict()
        self._all = _Window(0.0, 0)

    def admit(self, account: str, address: str) -> None:
        """Count an attempt. Raises TooManyAttempts, the same for accounts that exist and for others."""
        now = self._clock()
        self._all = _counted(self._all, now, ALL_SECONDS)
        if self._all.tries > ALL_ATTEMPTS:
            raise TooManyAttempts(seconds=self._all.began + ALL_SECONDS - now)
        window = self._addresses.get(address)
        if window and window.tries >= ADDRESS_FAILURES and now < window.began + ADDRESS_SECONDS:
            raise TooManyAttempts(seconds=window.began + ADDRESS_SECONDS - now)
        failures = self._accounts.get(account)
        if failures and now < failures.locked_until:
            raise TooManyAttempts(seconds=failures.locked_until - now)

    def failed(self, account: str, address: str) -> float:
        """Count a failure; for how many seconds the account is locked by it (0: it is not)."""
        now = self._clock()
        window = self._addresses.get(address, _Window(now, 0))
        _remember(self._addresses, address, _counted(window, now, ADDRESS_SECONDS))
        known = self._accounts.get(account)
        count = known.failures + 1 if known and now < known.last + FORGOTTEN_SECONDS else 1
        locked = _lock_seconds(count)
        _remember(self._accounts, account, _Failures(count, now, now + locked))
        return locked

    def succeeded(self, account: str) -> None:
        """Forget the account's failures."""
        self._accounts.pop(account, None)


def _lock_seconds(failures: int) -> float:
    if failures < FREE_FAILURES:
        return 0.0
    doublings = min(failures - FREE_FAILURES, 10)
    return min(FIRST_LOCK_SECONDS * 2.0**doublings, LONGEST_LOCK_SECONDS)


def _counted(window: _Window, now: float, seconds: float) -> _Window:
    return _Window(now, 1) if now >= window.began + seconds else window._replace(tries=window.tries + 1)


def _remember(
    kept: "OrderedDict[str, _Failures] | OrderedDict[str, _Window]", key: str, value: object
) -> None:
    kept[key] = value  # type: ignore[assignment]
    kept.move_to_end(key)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
