"""Which long history is to be written: over which years, in how many cohorts, with which regulars?

A cohort is what begins in one stretch of the years. It is written as one block and follows from seed, size
and number alone; only its regulars are known to later cohorts, which sell to them again.
"""

import math
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import NamedTuple
from uuid import UUID

from services.operations.demo.offices import OFFICES
from services.operations.demo.sellers import Seller, sellers
from services.operations.demo.words import PRODUCTS
from shared.importing import record_id

SPAN = timedelta(days=6 * 365)
FOUNDED = SPAN + timedelta(days=30)
SETTLED_DAYS = 230
"""By then a regular has bought for the first time."""
COHORT_EVENTS = 20_000
DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1)


class Plan(NamedTuple):
    """A history of about `events` events that ends before the day `as_of`."""

    events: int
    seed: int
    as_of: date

    @property
    def key(self) -> str:
        """Begins the natural keys of everything in it."""
        return f"history {self.seed} {self.events}"


class Regular(NamedTuple):
    """A customer who buys again and again, always from the same seller."""

    id: UUID
    seller: Seller
    registered: int


class Years:
    """What follows from a plan. Days count from 1970, instants are microseconds since then."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.end = (plan.as_of - _EPOCH).days
        self.cohorts = max(1, min(72, plan.events // 200), round(plan.events / COHORT_EVENTS))

    @cached_property
    def sellers(self) -> list[Seller]:
        return sellers(self.plan.key, max(2 * len(OFFICES), min(300, self.plan.events // 20_000)))

    @cached_property
    def teams(self) -> dict[str, list[Seller]]:
        """The sellers of each office, by its name."""
        return {office.name: [each for each in self.sellers if each.office == office] for office in OFFICES}

    @cached_property
    def products(self) -> list[UUID]:
        return [record_id("product", f"{self.plan.key} {number}") for number in range(len(PRODUCTS))]

    def chance(self, what: str) -> Random:
        """Chance that is the same whenever this is asked."""
        return Random(f"{self.plan.key} {what}")

    def wanted(self, cohort: int) -> int:
        """About so many events belong to it."""
        return self.plan.events * (cohort + 1) // self.cohorts - self.plan.events * cohort // self.cohorts

    def day(self, cohort: int) -> float:
        """When it begins: cohorts follow each other ever faster, for the company grows."""
        return self.end - SPAN.days * (1.0 - math.pow(cohort / self.cohorts, 0.7))

    def settled(self, cohort: int) -> int:
        """The regulars of so many of the first cohorts buy again in this one."""
        latest = self.day(cohort) - SETTLED_DAYS
        return next((each for each in range(cohort, 0, -1) if self.day(each) < latest), 0)

    def regulars(self, cohort: int) -> int:
        return max(1, self.wanted(cohort) // 160)

    def regular(self, cohort: int, number: int) -> Regular:
        chance = self.chance(f"regular {cohort} {number}")
        days = self.day(cohort + 1) - self.day(cohort)
        registered = int((self.day(cohort) + chance.random() * days) * DAY)
        return Regular(time_ordered_id(registered, chance), chance.choice(self.sellers), registered)


def time_ordered_id(instant: int, chance: Random) -> UUID:
    """A UUID of version 7: ids of later instants sort behind those of earlier ones."""
    random = chance.getrandbits(74)
    milliseconds, high, low = instant // 1000, random >> 62, random & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)
