"""In which currency are the figures of the dashboard told, and at which rates?"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection

from projections.configuration.rates import Exchange, exchange, reporting_currency
from projections.sales.forecast import ForecastMonth
from projections.sales.results import Factors, MonthResult

TOGETHER = "together"
"""What the address says for: every amount in the currency of reports."""


class Found(NamedTuple):
    """The figures as they were found, in several currencies: those of the period, and those drawn."""

    ahead: Sequence[ForecastMonth]
    results: Sequence[MonthResult]
    drawn: Sequence[MonthResult]

    @property
    def currencies(self) -> set[str]:
        """Those in which there is anything."""
        return {each.currency for part in self for each in part}


class Told(NamedTuple):
    """The same in the currency of reports, at these rates."""

    found: Found
    rates: Exchange
    factors: Factors


def offered(connection: Connection, found: Found) -> str | None:
    """The currency of reports, if there is anything in another one; None: each is told for itself."""
    currency = reporting_currency(connection)
    return currency if currency and found.currencies - {currency} else None


def told(connection: Connection, found: Found, currency: str, today: date) -> Told:
    """Open deals at the rate of today, what was closed at the last one known in its month."""
    closed = {(each.currency, _last(each.month, today)) for each in (*found.results, *found.drawn)}
    rates = exchange(connection, closed | {(each.currency, today) for each in found.ahead}, currency)
    return Told(
        Found(
            _forecast(found.ahead, rates, today),
            _results(found.results, rates, today),
            _results(found.drawn, rates, today),
        ),
        rates,
        _factors(found.results, rates, today),
    )


def _last(month: str, today: date) -> date:
    first = date.fromisoformat(f"{month}-01")
    return min(today, first.replace(day=monthrange(first.year, first.month)[1]))


def _factors(results: Iterable[MonthResult], rates: Exchange, today: date) -> Factors:
    known = {
        (each.currency, date.fromisoformat(f"{each.month}-01")): rates.factor(
            each.currency, _last(each.month, today)
        )
        for each in results
    }
    return Factors(rates.currency, known)


def _forecast(ahead: Sequence[ForecastMonth], rates: Exchange, today: date) -> list[ForecastMonth]:
    months: dict[date | None, list[ForecastMonth]] = defaultdict(list)
    for each in ahead:
        months[each.month].append(each)

    def sums(month: list[ForecastMonth], name: str) -> Decimal:
        return sum((rates.told(each.currency, today, getattr(each, name)) for each in month), Decimal(0))

    return [
        ForecastMonth(
            month,
            rates.currency,
            sum(each.deals for each in same),
            sums(same, "amount"),
            sums(same, "weighted"),
            sums(same, "committed"),
        )
        for month, same in months.items()
    ]


def _results(results: Sequence[MonthResult], rates: Exchange, today: date) -> list[MonthResult]:
    months: dict[str, list[MonthResult]] = defaultdict(list)
    for each in results:
        months[each.month].append(each)

    def sums(month: list[MonthResult], name: str) -> Decimal:
        amounts = ((each.currency, _last(each.month, today), getattr(each, name)) for each in month)
        return sum((rates.told(*each) for each in amounts), Decimal(0))

    return [
        MonthResult(
            month,
            rates.currency,
            sum(each.won for each in same),
            sums(same, "won_amount"),
            sum(each.lost for each in same),
            sums(same, "lost_amount"),
        )
        for month, same in months.items()
    ]
