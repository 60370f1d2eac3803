"""How long does a step of a deal take, and on which day does it fall? Days count from 1970."""

from datetime import date, timedelta
from functools import cache
from random import Random

_EPOCH = date(1970, 1, 1)
# Mostly a week or two; never so long that a regular is not settled in time.
_WAITS = [1 + min(int(Random(number).lognormvariate(2.2, 0.7)), 30) for number in range(1_000)]
_PACE = (1.2, 0.7, 0.9, 1.5)
"""How long each open stage takes beside the others."""


def after(day: int, chance: Random, stage: int, pace: float) -> int:
    """The weekday of the next step of a deal in that open stage."""
    return weekday(day + max(1, round(chance.choice(_WAITS) * _PACE[stage] * pace)))


def weekday(day: int) -> int:
    """The day, or the Monday after it."""
    # Day 0 was a Thursday.
    return day + max(0, 7 - (day + 3) % 7) if (day + 3) % 7 >= 5 else day


@cache
def date_of(day: int) -> date:
    return _EPOCH + timedelta(days=day)
