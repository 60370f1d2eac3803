"""Which value does a cell's text stand for?"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from services.importing.amounts import number_of
from services.importing.dates import Order, instant_of
from services.importing.mapping import FieldMapping

Parse = Callable[[str], Any]


def parser_for(kind: Any, mapping: FieldMapping, timezone: str) -> Parse:
    """Text → value of this type. It raises ValueError saying what was expected."""
    if get_origin(kind) is Literal:
        return _choice(get_args(kind))
    if kind is Decimal:
        return lambda text: _number(text, mapping)
    if kind is int:
        return lambda text: _whole(_number(text, mapping))
    if kind is date:
        return lambda text: _instant(text, mapping).date()
    if kind is datetime:
        zone = ZoneInfo(timezone)
        return lambda text: _in_zone(_instant(text, mapping), zone)
    return str


def _choice(allowed: tuple[str, ...]) -> Parse:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"{_shown(text)} is none of {', '.join(allowed)}")
        return text

    return parse


def _number(text: str, mapping: FieldMapping) -> Decimal:
    try:
        number = number_of(text, mapping.decimal_mark, percent=mapping.percent)
    except ValueError:
        raise ValueError(f"{_shown(text)} is not a number") from None
    return number * Decimal(mapping.scale) if mapping.scale else number


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise ValueError(f"{number} is not a whole number")
    return int(number)


def _instant(text: str, mapping: FieldMapping) -> datetime:
    layout, order = mapping.format, mapping.date_order
    try:
        if order:
            return instant_of(text, order)
        return datetime.strptime(text, layout) if layout else datetime.fromisoformat(text)
    except ValueError:
        expected = _ORDERS[order] if order else layout or "YYYY-MM-DD or YYYY-MM-DDTHH:MM"
        raise ValueError(f"{_shown(text)} is not a date of the form {expected}") from None


_ORDERS: dict[Order, str] = {"ymd": "2026-03-31", "dmy": "31.03.2026", "mdy": "03/31/2026"}


def _in_zone(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC if zone.key == "UTC" else zone)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
