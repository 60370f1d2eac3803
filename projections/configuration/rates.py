"""What was one currency worth in another on a day, and which one are reports told in?"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from events.configuration import PhoneRegionChosen, RateNoted, ReportingCurrencyChosen
from shared.projection import Projection, Row
from shared.records import Recorded

CENTS = Decimal("0.01")


class RateRow(Row):
    base: str
    quote: str
    day: date
    rate: Decimal


class CompanyRow(Row):
    setting: str
    value: str


class Converted(msgspec.Struct, frozen=True):
    """A sum in one currency, the rates it was told with, and the currencies for which there was none."""

    currency: str
    amount: Decimal
    rates: list[RateRow]
    without: list[str]


exchange_rates = Projection("exchange_rates", version=1, row=RateRow, key_fields=3)
company_settings = Projection("company_settings", version=2, row=CompanyRow)


def _key(record: Recorded[Any]) -> Hashable:
    return record.event.base, record.event.quote, record.event.on


@exchange_rates.on(RateNoted, key=_key)
def noted(_: RateRow | None, record: Recorded[RateNoted]) -> RateRow:
    said = record.event
    return RateRow(said.base, said.quote, said.on, said.rate)


@company_settings.on(ReportingCurrencyChosen, key=lambda _: "reporting_currency")
def chosen(_: CompanyRow | None, record: Recorded[ReportingCurrencyChosen]) -> CompanyRow:
    return CompanyRow("reporting_currency", record.event.currency)


@company_settings.on(PhoneRegionChosen, key=lambda _: "phone_region")
def phones(_: CompanyRow | None, record: Recorded[PhoneRegionChosen]) -> CompanyRow:
    return CompanyRow("phone_region", record.event.region)


# Either direction will do; the day's own rate, else that of the last day before.
_RATES = text("""
    select w.base, w.day, r.base, r.quote, r.day, r.rate
    from unnest(cast(:bases as text[]), cast(:days as date[])) as w (base, day)
    cross join lateral (
        select * from read.exchange_rates e
        where e.day <= w.day
            and ((e.base, e.quote) = (w.base, :quote) or (e.base, e.quote) = (:quote, w.base))
        order by e.day desc, e.base = w.base desc limit 1) r""")
_SETTING = text("select value from read.company_settings where setting = :setting")
_LATEST = text("""
    select distinct on (base, quote) base, quote, day, rate from read.exchange_rates
    order by base, quote, day desc""")


def reporting_currency(connection: Connection) -> str | None:
    """The currency reports are told in; None until somebody has chosen it."""
    return _setting(connection, "reporting_currency")


def phone_region(connection: Connection) -> str | None:
    """The country whose phone numbers are typed without its code; None where they stay as typed."""
    return _setting(connection, "phone_region") or None


def _setting(connection: Connection, name: str) -> str | None:
    found: str | None = connection.execute(_SETTING, {"setting": name}).scalar_one_or_none()
    return found


def latest(connection: Connection) -> list[RateRow]:
    """The last rate of each pair of currencies."""
    return [RateRow(**row._mapping) for row in connection.execute(_LATEST)]


class Exchange:
    """Amounts told in one currency, each at the rate of its day; `rates` are those it knows.

    without: the currencies, and the days, for which there is none: their amounts are left out.
    """

    def __init__(self, currency: str, known: Mapping[tuple[str, date], RateRow | None]) -> None:
        self.currency = currency
        self._known = known

    @property
    def rates(self) -> list[RateRow]:
        used = {(row.base, row.quote, row.day): row for row in self._known.values() if row}
        return [used[key] for key in sorted(used)]

    @property
    def without(self) -> list[tuple[str, date]]:
        return sorted(key for key, row in self._known.items() if row is None)

    def factor(self, base: str, day: date) -> Decimal | None:
        """What one unit was worth that day; None where nobody noted it."""
        if base == self.currency:
            return Decimal(1)
        row = self._known[base, day]
        if row is None:
            return None
        return row.rate if row.base == base else 1 / row.rate

    def told(self, base: str, day: date, amount: Decimal) -> Decimal:
        """The amount to the cent; nothing where there is no rate."""
        factor = self.factor(base, day)
        return Decimal(0) if factor is None else (amount * factor).quantize(CENTS)


def exchange(connection: Connection, wanted: Iterable[tuple[str, date]], currency: str) -> Exchange:
    """The rates of these currencies on these days, in that currency."""
    asked = sorted({each for each in wanted if each[0] != currency})
    given = {"bases": [base for base, _ in asked], "days": [day for _, day in asked], "quote": currency}
    known: dict[tuple[str, date], RateRow | None] = dict.fromkeys(asked)
    for base, day, *rate in connection.execute(_RATES, given) if asked else ():
        known[base, day] = RateRow(*rate)
    return Exchange(currency, known)


def converted(
    connection: Connection, amounts: Iterable[tuple[str, date, Decimal]], currency: str
) -> Converted:
    """What amounts in several currencies come to in one, each at the rate of its day."""
    added = list(amounts)
    rates = exchange(connection, ((base, day) for base, day, _ in added), currency)
    total = sum((rates.told(*each) for each in added), Decimal(0))
    return Converted(
        currency, total.quantize(CENTS), rates.rates, sorted({base for base, _ in rates.without})
    )
