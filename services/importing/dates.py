"""Which instant is this text, and in which order does a column write day, month and year?"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

Order = Literal["ymd", "dmy", "mdy"]

_PARTS = re.compile(
    r"(\d{1,4})\s*[./\-年 ]\s*(\d{1,2})\s*[./\-月 ]\s*(\d{1,4})日?"
    r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?)?"
)
_NAMED = ("%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%y")
_LONGEST_DAY, _LONGEST_MONTH, _YEAR_DIGITS, _HALF_DAY = 31, 12, 4, 12
_REMEMBERED = 100_000
_CENTURY_TURNS = 70  # 69 is 2069, 70 is 1970, as strptime has it


def instant_of(text: str, order: Order) -> datetime:
    """A date, or date and time, as people write it. Raises ValueError."""
    if order == "ymd":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    if match := _PARTS.fullmatch(text):
        return _put_together(match, order)
    return _named(text)


def orders_of(texts: Iterable[str]) -> set[Order]:
    """The orders that fit every one of them; empty where there is none, or where nothing is a date."""
    fitting: set[Order] | None = None
    known: set[str] = set()  # a long column has few different days
    for text in texts:
        if text in known:
            continue
        if len(known) < _REMEMBERED:
            known.add(text)
        fitting = orders_of_one(text) if fitting is None else fitting & orders_of_one(text)
        if not fitting:
            break
    return fitting or set()


def orders_of_one(text: str) -> set[Order]:
    """The orders in which this text is a date."""
    match = _PARTS.fullmatch(text)
    if match is None:
        try:
            instant_of(text, "ymd")
        except ValueError:
            return set()
        return {"ymd", "dmy", "mdy"}
    first, second, third = match[1], int(match[2]), match[3]
    if len(first) == _YEAR_DIGITS:
        return {"ymd"} if second <= _LONGEST_MONTH and int(third) <= _LONGEST_DAY else set()
    found: set[Order] = set()
    if 0 < int(first) <= _LONGEST_DAY and 0 < second <= _LONGEST_MONTH:
        found.add("dmy")
    if 0 < int(first) <= _LONGEST_MONTH and 0 < second <= _LONGEST_DAY:
        found.add("mdy")
    return found


def _put_together(match: re.Match[str], order: Order) -> datetime:
    first, second, third = match[1], match[2], match[3]
    if len(first) == _YEAR_DIGITS:
        order = "ymd"
    year, month, day = {
        "ymd": (first, second, third),
        "dmy": (third, second, first),
        "mdy": (third, first, second),
    }[order]
    hour, minute, second_ = (int(part or 0) for part in match.group(4, 5, 6))
    if match[7]:
        hour = hour % _HALF_DAY + (_HALF_DAY if match[7].lower() == "pm" else 0)
    return datetime(_year(year), int(month), int(day), hour, minute, second_)


def _year(text: str) -> int:
    if len(text) == _YEAR_DIGITS:
        return int(text)
    if len(text) != 2:
        raise ValueError(text)
    return int(text) + (1900 if int(text) >= _CENTURY_TURNS else 2000)


def _named(text: str) -> datetime:
    for layout in _NAMED:
        try:
            return datetime.strptime(text, layout)
        except ValueError:
            continue
    raise ValueError(text)
