"""How many deals were won and lost in each month, and for how much?"""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from events.sales import DealLost, DealReopened, DealWon
from shared.projection import Projection, Row
from shared.records import Recorded


class OutcomeRow(Row):
    month: date
    currency: str
    won: int = 0
    won_amount: Decimal = Decimal(0)
    lost: int = 0
    lost_amount: Decimal = Decimal(0)


class MonthOutcome(msgspec.Struct, frozen=True):
    """One month (as 2017-06) in one currency."""

    month: str
    currency: str
    won: int
    won_amount: Decimal
    lost: int
    lost_amount: Decimal


sales_outcomes = Projection("sales_outcomes", version=1, row=OutcomeRow, key_fields=2)


def _closed_on(record: Recorded[Any]) -> date:
    match record.event:
        case DealWon(won_on=day) | DealLost(lost_on=day) | DealReopened(closed_on=day):
            return day
    raise TypeError(f"{record.envelope.type} closes no deal")


def _month(record: Recorded[Any]) -> tuple[date, str]:
    return _closed_on(record).replace(day=1), record.event.currency


@sales_outcomes.on(DealWon, key=_month)
def won(row: OutcomeRow | None, record: Recorded[DealWon]) -> OutcomeRow | None:
    return _counted(row, record, "won", 1)


@sales_outcomes.on(DealLost, key=_month)
def lost(row: OutcomeRow | None, record: Recorded[DealLost]) -> OutcomeRow | None:
    return _counted(row, record, "lost", 1)


@sales_outcomes.on(DealReopened, key=_month)
def reopened(row: OutcomeRow | None, record: Recorded[DealReopened]) -> OutcomeRow | None:
    return _counted(row, record, record.event.outcome, -1)


def _counted(row: OutcomeRow | None, record: Recorded[Any], outcome: str, deals: int) -> OutcomeRow | None:
    row = row or OutcomeRow(*_month(record))
    amount = deals * record.event.amount
    if outcome == "won":
        row.won, row.won_amount = row.won + deals, row.won_amount + amount
    else:
        row.lost, row.lost_amount = row.lost + deals, row.lost_amount + amount
    return row if row.won or row.lost else None


_BY_MONTH = text("""
    select to_char(month, 'YYYY-MM'), currency, won, won_amount, lost, lost_amount from read.sales_outcomes
    where (:start is null or month >= date_trunc('month', cast(:start as date)))
      and (:end is null or month <= :end)
    order by month, currency""")


def by_month(
    connection: Connection, *, start: date | None = None, end: date | None = None
) -> list[MonthOutcome]:
    """The months from that of `start` to that of `end`, oldest first, without those that saw no outcome."""
    return [MonthOutcome(*row) for row in connection.execute(_BY_MONTH, {"start": start, "end": end})]
