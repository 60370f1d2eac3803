"""What do the sums above the board come to in the currency of reports?"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection

from projections.configuration.rates import RateRow, exchange, reporting_currency
from services.gateway.pages.figures import Above, Sum


class InOne(NamedTuple):
    """The sums at these rates; those of currencies `without` a rate are left out."""

    currency: str
    open: Decimal
    weighted: Decimal
    won: Decimal
    rates: list[RateRow]
    without: list[str]


def in_one(connection: Connection, above: Above, today: date) -> InOne | None:
    """All at the rate of today; None where nothing is in another currency."""
    currency = reporting_currency(connection)
    found = {each.currency for each in (*above.open, *above.won)}
    if currency is None or not found - {currency}:
        return None
    rates = exchange(connection, ((each, today) for each in found), currency)

    def total(sums: Sequence[Sum], name: str) -> Decimal:
        return sum((rates.told(each.currency, today, getattr(each, name)) for each in sums), Decimal(0))

    return InOne(
        currency,
        total(above.open, "amount"),
        total(above.open, "weighted"),
        total(above.won, "amount"),
        rates.rates,
        sorted({base for base, _ in rates.without}),
    )
