"""How did the n-th deal of the demo company go?"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from events.sales import OPEN_STAGES
from services.operations.demo import words
from services.operations.demo.company import HISTORY_DAYS, Company, pick
from services.operations.demo.offices import Office
from services.sales.imported_deals import DealRecord

BUSY_MONTHS = (3, 6, 9, 12)
POPULARITY = (14, 9, 3, 10, 5, 14, 5, 10, 4, 12, 8, 16)
PIECES = (1, 2, 3, 5, 8)
LOST_AT = (0.15, 0.35, 0.3, 0.2)


def deal(company: Company, number: int) -> DealRecord:
    """Opened in the last eighteen months, moved on for weeks, then won, lost or still open."""
    chance = company.random("deal", number)
    # Few customers buy often: the square brings them forward.
    buyer = int(chance.random() ** 2 * company.customers)
    office = company.office_of(buyer)
    seller = chance.choice(company.staff[office])
    product = pick(chance, POPULARITY)
    value = amount(chance, product, office)
    known = company.registered_on(buyer) + timedelta(days=1)
    opened_on = _opened_on(company, chance, office, known)
    record = DealRecord(
        title=f"{words.PRODUCTS[product][0]} #{number + 1}",
        customer=company.id("customer", buyer),
        product=company.id("product", product),
        owner=seller.id,
        branch=office.name,
        amount=value,
        currency=office.currency,
        stage="prospecting",
        opened_at=company.instant(opened_on, office, chance),
    )
    won = chance.random() < seller.skill
    _advance(record, company, chance, office, opened_on, won)
    record.expected_close_on = opened_on + timedelta(days=chance.randrange(40, 160))
    return record


def _advance(
    record: DealRecord, company: Company, chance: Random, office: Office, day: date, won: bool
) -> None:
    last = len(OPEN_STAGES) if won else 1 + pick(chance, LOST_AT)
    for stage in OPEN_STAGES[1:last]:
        day = _later(day, chance)
        if day >= company.as_of:
            return
        setattr(record, f"{stage}_at", company.instant(day, office, chance))
        record.stage = stage
    day = _later(day, chance)
    if day < company.as_of:
        _close(record, company.instant(day, office, chance), chance, office, won)


def _close(record: DealRecord, at: datetime, chance: Random, office: Office, won: bool) -> None:
    record.closed_at = at
    if won:
        record.stage = "won"
        record.closed_amount = rounded(record.amount * Decimal(chance.randrange(80, 106)) / 100)
    else:
        record.stage = "lost"
        record.lost_reason = chance.choice(words.LOST[office.language])


def _opened_on(company: Company, chance: Random, office: Office, earliest: date) -> date:
    first = max(earliest, company.as_of - timedelta(days=HISTORY_DAYS))
    days = max((company.as_of - first).days, 1)
    for _ in range(12):
        day = first + timedelta(days=chance.randrange(days))
        if chance.random() < _season(day, office):
            break
    return day


def _season(day: date, office: Office) -> float:
    if day.weekday() >= 5:
        return 0.02
    if day.month in office.quiet:
        return 0.35
    return 1.0 if day.month in BUSY_MONTHS else 0.65


def _later(day: date, chance: Random) -> date:
    after = day + timedelta(days=1 + int(chance.lognormvariate(2.6, 0.7)))
    return after + timedelta(days=max(0, 7 - after.weekday()) if after.weekday() >= 5 else 0)


def amount(chance: Random, product: int, office: Office) -> Decimal:
    pieces = PIECES[pick(chance, (60, 20, 10, 7, 3))]
    return rounded(Decimal(words.PRODUCTS[product][2] * pieces) * office.rate)


def rounded(value: Decimal) -> Decimal:
    return max(value // 10 * 10, Decimal(10))
