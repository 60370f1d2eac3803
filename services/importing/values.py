"""Which value does a cell's text stand for?"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

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
        return lambda text: _instant(text, mapping.format).date()
    if kind is datetime:
        zone = ZoneInfo(timezone)
        return lambda text: _in_zone(_instant(text, mapping.format), zone)
    return str


def _choice(allowed: tuple[str, ...]) -> Parse:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"{_shown(text)} is none of {', '.join(allowed)}")
        return text

    return parse


def _number(text: str, mapping: FieldMapping) -> Decimal:
    digits = text.removesuffix("%").rstrip() if mapping.percent else text
    thousands = "," if mapping.decimal_mark == "." else "."
    digits = digits.replace(thousands, "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    try:
        number = Decimal(digits.replace(mapping.decimal_mark, "."))
    except InvalidOperation:
        raise ValueError(f"{_shown(text)} is not a number") from None
    if not number.is_finite():
        raise ValueError(f"{_shown(text)} is not a number")
    return number * Decimal(mapping.scale) if mapping.scale else number


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise ValueError(f"{number} is not a whole number")
    return int(number)


def _instant(text: str, layout: str | None) -> datetime:
    try:
        return datetime.strptime(text, layout) if layout else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{_shown(text)} is not a date of the form {layout or 'YYYY-MM-DD or YYYY-MM-DDTHH:MM'}"
        ) from None


def _in_zone(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC if zone.key == "UTC" else zone)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
