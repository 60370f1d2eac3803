"""What will be won, month by month?"""

from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, text

from projections.sales.deal_tallies import FROM
from shared.rights.condition import Condition


class ForecastMonth(msgspec.Struct, frozen=True):
    """The open deals expected to close in a month (None: no date is given), in one currency.

    `weighted` is amount times probability; `committed` the amount of those their owners stand for.
    """

    month: date | None
    currency: str
    deals: int
    amount: Decimal
    weighted: Decimal
    committed: Decimal


_MONTHS = f"""
    select d.month, d.currency, sum(d.rows)::bigint, sum(d.amount), round(sum(d.weighted), 2),
        coalesce(sum(d.amount) filter (where d.committed), 0)
    {FROM.format(tally="ahead")}
    where {{which}} group by 1, 2 having sum(d.rows) > 0 order by 1 nulls last, 2"""


def forecast(connection: Connection, *, which: Condition) -> list[ForecastMonth]:
    """Every month in which an open deal is expected to close."""
    found = connection.execute(text(_MONTHS.format(which=which.sql)), which.parameters)
    return [ForecastMonth(*row) for row in found]
