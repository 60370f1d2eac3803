"""When is a mail that was put off tried again, and until when?"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

LATEST = timedelta(days=1)
"""A mail is worth something for so long; after that it is not tried again."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)


class _Attempt(NamedTuple):
    number: int
    again_at: datetime


class Attempts:
    """What failed so far, by what it is about; forgotten at the end of the process."""

    def __init__(self) -> None:
        self._failed: dict[UUID, _Attempt] = {}

    def keep(self, waiting: Collection[UUID]) -> None:
        """Forget those that do not wait any more."""
        self._failed = {each: held for each, held in self._failed.items() if each in waiting}

    def due(self, key: UUID, now: datetime) -> bool:
        """Is it time to try this one?"""
        attempt = self._failed.get(key)
        return attempt is None or attempt.again_at <= now

    def put_off(self, key: UUID, now: datetime) -> None:
        """It failed once more; each pause is twice as long as the one before."""
        number = self._failed[key].number + 1 if key in self._failed else 0
        pause = min(FIRST_PAUSE * 2**number, LONGEST_PAUSE)
        self._failed[key] = _Attempt(number, now + pause)
