"""What was one currency worth in another on a day, and which one are reports told in?"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from events.configuration import RateNoted, ReportingCurrencyChosen
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
company_settings = Projection("company_settings", version=1, row=CompanyRow)


def _key(record: Recorded[Any]) -> Hashable:
    return record.event.base, record.event.quote, record.event.on


@exchange_rates.on(RateNoted, key=_key)
def noted(_: RateRow | None, record: Recorded[RateNoted]) -> RateRow:
    said = record.event
    return RateRow(said.base, said.quote, said.on, said.rate)


@company_settings.on(ReportingCurrencyChosen, key=lambda _: "reporting_currency")
def chosen(_: CompanyRow | None, record: Recorded[ReportingCurrencyChosen]) -> CompanyRow:
    return CompanyRow("reporting_currency", record.event.currency)


# Either direction will do; the day's own rate, else that of the last day before.
_RATE = text("""
    select base, quote, day, rate from read.exchange_rates
    where day <= :day and ((base, quote) = (:base, :quote) or (base, quote) = (:quote, :base))
    order by day desc, base = :base desc limit 1""")
_CURRENCY = text("select value from read.company_settings where setting = 'reporting_currency'")
_LATEST = text("""
    select distinct on (base, quote) base, quote, day, rate from read.exchange_rates
    order by base, quote, day desc""")


def reporting_currency(connection: Connection) -> str | None:
    """The currency reports are told in; None until somebody has chosen it."""
    found: str | None = connection.execute(_CURRENCY).scalar_one_or_none()
    return found


def latest(connection: Connection) -> list[RateRow]:
    """The last rate of each pair of currencies."""
    return [RateRow(**row._mapping) for row in connection.execute(_LATEST)]


def converted(
    connection: Connection, amounts: Iterable[tuple[str, date, Decimal]], currency: str
) -> Converted:
    """What amounts in several currencies come to in one, each at the rate of its day."""
    known: dict[tuple[str, date], RateRow | None] = {}
    total, without = Decimal(0), set()
    for base, day, amount in amounts:
        if base == currency:
            total += amount
            continue
        if (base, day) not in known:
            known[base, day] = _rate(connection, base, currency, day)
        rate = known[base, day]
        if rate is None:
            without.add(base)
        else:
            total += amount * rate.rate if rate.base == base else amount / rate.rate
    used = {(row.base, row.quote, row.day): row for row in known.values() if row}
    return Converted(currency, total.quantize(CENTS), _in_order(used), sorted(without))


def _rate(connection: Connection, base: str, quote: str, day: date) -> RateRow | None:
    row = connection.execute(_RATE, {"base": base, "quote": quote, "day": day}).one_or_none()
    return None if row is None else RateRow(**row._mapping)


def _in_order(used: Mapping[tuple[str, str, date], RateRow]) -> list[RateRow]:
    return [used[key] for key in sorted(used)]
