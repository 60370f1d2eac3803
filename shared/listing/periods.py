"""Which days are meant by "this quarter" or "the last 30 days"?"""

import re
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from shared.listing.expression import wrong
from shared.marks import N_

NAMED = (
    "today",
    "yesterday",
    "tomorrow",
    "this-week",
    "last-week",
    "next-week",
    "this-month",
    "last-month",
    "next-month",
    "this-quarter",
    "last-quarter",
    "next-quarter",
    "this-year",
    "last-year",
    "next-year",
)
_COUNTED = re.compile(r"(last|next)-(\d{1,4})-days")
_NO_DATE = N_("needs a date, such as 2026-03-31")
_NO_PERIOD = N_("needs a period, such as this-quarter, 2026, 2026-03 or last-30-days")
_NO_DAYS = N_("needs a number of days, from 0 to 9999")
_MONTHS = 12
_QUARTER = 3


class Period(NamedTuple):
    """Days from the first to the one before `end`."""

    first: date
    end: date


def day(value: str) -> date:
    """A day as 2026-03-31. Raises Invalid."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        wrong(_NO_DATE)
    if found.year == MAXYEAR:  # the day after must exist
        wrong(_NO_DATE)
    return found


def days(value: str) -> int:
    """A number of days. Raises Invalid."""
    if not (value.isascii() and value.isdigit() and len(value) <= 4):
        wrong(_NO_DAYS)
    return int(value)


def period(value: str, today: date) -> Period:
    """The days of a period: named, counted with today in it, a year or a month. Raises Invalid."""
    if counted := _COUNTED.fullmatch(value):
        length = int(counted[2])
        tomorrow = today + timedelta(days=1)
        if counted[1] == "last":
            return Period(tomorrow - timedelta(days=length), tomorrow)
        return Period(today, today + timedelta(days=length))
    if value in NAMED:
        return _named(value, today)
    return _dated(value)


def _named(value: str, today: date) -> Period:
    single = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if value in single:
        first = today + timedelta(days=single[value])
        return Period(first, first + timedelta(days=1))
    which, _, length = value.partition("-")
    step = {"last": -1, "this": 0, "next": 1}[which]
    if length == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Period(first, first + timedelta(weeks=1))
    months = {"month": 1, "quarter": _QUARTER, "year": _MONTHS}[length]
    begun = (today.year * _MONTHS + today.month - 1) // months
    return Period(_month((begun + step) * months), _month((begun + step + 1) * months))


def _dated(value: str) -> Period:
    if re.fullmatch(r"[1-9]\d{3}", value) and int(value) < MAXYEAR:
        return Period(date(int(value), 1, 1), date(int(value) + 1, 1, 1))
    if not re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", value) or int(value[:4]) == MAXYEAR:
        wrong(_NO_PERIOD)
    month = int(value[:4]) * _MONTHS + int(value[5:]) - 1
    return Period(_month(month), _month(month + 1))


def _month(number: int) -> date:
    """The first day of a month counted from the year 0."""
    return date(number // _MONTHS, number % _MONTHS + 1, 1)
