"""Who works in the demo company, and who buys there? The same answer for the same seed, in any order."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from services.operations.demo.offices import OFFICES, Office
from services.operations.demo.words import PRODUCTS
from services.sales.importing import ProductRecord
from shared.importing import record_id

FOUNDED_DAYS = 900
HISTORY_DAYS = 540


class Seller(NamedTuple):
    """A salesperson; `skill` is the share of closed deals that are won."""

    id: UUID
    office: Office
    skill: float


class Company:
    """A company of a size; everything about its n-th customer or deal follows from seed and n alone."""

    def __init__(self, customers: int, seed: int, as_of: date) -> None:
        self.customers = customers
        self.deals = round(customers * 0.4)
        self.seed = seed
        self.as_of = as_of
        self.founded_on = as_of - timedelta(days=FOUNDED_DAYS)
        self.sellers = [self._seller(number) for number in range(max(18, min(180, customers // 150)))]
        self.staff = {office: [each for each in self.sellers if each.office == office] for office in OFFICES}

    def key(self, entity: str, number: object) -> str:
        """The natural key of a record of this company."""
        return f"demo {self.seed} {entity} {number}"

    def id(self, entity: str, number: object) -> UUID:
        return record_id(entity, self.key(entity, number))

    def random(self, what: str, number: int) -> Random:
        """Chance that is the same whenever this is asked."""
        return Random(f"{self.seed}/{what}/{number}")

    def instant(self, day: date, office: Office, chance: Random) -> datetime:
        """Some moment of that day's office hours."""
        return datetime.combine(
            day, time(9 + chance.randrange(9), chance.randrange(60)), ZoneInfo(office.timezone)
        )

    def office_of(self, customer: int) -> Office:
        number = pick(self.random("office", customer), [office.weight for office in OFFICES])
        return OFFICES[number]

    def registered_on(self, customer: int) -> date:
        """More customers in recent months: the company grows."""
        age = self.random("registered", customer).random() ** 1.4
        return self.as_of - timedelta(days=2 + int(age * (HISTORY_DAYS + 180)))

    def catalogue(self) -> Iterator[tuple[int, ProductRecord]]:
        """The products, priced in yuan."""
        listed = self.instant(self.founded_on, OFFICES[0], self.random("catalogue", 0))
        for number, (name, series, price) in enumerate(PRODUCTS):
            yield (
                number,
                ProductRecord(
                    name=name, series=series, list_price=Decimal(price), currency="CNY", listed_at=listed
                ),
            )

    def _seller(self, number: int) -> Seller:
        office = OFFICES[number % len(OFFICES)]
        return Seller(self.id("user", number), office, self.random("skill", number).uniform(0.35, 0.68))


def pick(chance: Random, weights: Sequence[float]) -> int:
    """The number of one of the weights, the heavier the likelier."""
    return bisect(cumulated := _cumulated(tuple(weights)), chance.random() * cumulated[-1])


@cache
def _cumulated(weights: tuple[float, ...]) -> list[float]:
    return list(accumulate(weights))
