"""Which number is this text: with separators, currency signs, a percent sign, in ten thousands?"""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Literal

Mark = Literal[".", ","]

SIGNS = {
    "¥": "CNY", "￥": "CNY", "RMB": "CNY", "元": "CNY", "CN¥": "CNY", "$": "USD", "US$": "USD", "€": "EUR",
    "£": "GBP", "HK$": "HKD",
}  # fmt: skip
_CODES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY")
_CURRENCY = re.compile("|".join(re.escape(sign) for sign in sorted([*SIGNS, *_CODES], key=len, reverse=True)))
_UNITS = {"万": 10_000, "亿": 100_000_000}
_COMMA_DECIMALS = re.compile(r"-?(?:\d{1,3}(?:[. ]\d{3})+|\d+),\d{1,2}|-?\d{1,3}(?:\.\d{3}){2,}")
_POINT_DECIMALS = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|-?\d{1,3}(?:,\d{3})+")


def number_of(text: str, mark: Mark, *, percent: bool = False) -> Decimal:
    """Raises ValueError where it is none."""
    digits = _CURRENCY.sub("", text, count=1).strip()
    if percent:
        digits = digits.removesuffix("%").rstrip()
    unit = _UNITS.get(digits[-1:], 1)
    digits = digits[:-1] if unit > 1 else digits
    if digits.startswith("(") and digits.endswith(")"):
        digits = f"-{digits[1:-1]}"
    thousands = "," if mark == "." else "."
    for filler in (thousands, " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "'"):
        digits = digits.replace(filler, "")
    try:
        number = Decimal(digits.replace(mark, "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return number * unit


def currency_in(texts: Iterable[str]) -> str | None:
    """The currency whose sign or code stands beside the numbers."""
    for text in texts:
        if match := _CURRENCY.search(text):
            return SIGNS.get(match[0], match[0])
    return None


def mark_of(texts: Iterable[str]) -> Mark:
    """The sign before the decimals: a comma only where more numbers say so than say otherwise."""
    bare = [_CURRENCY.sub("", text).strip().removesuffix("%") for text in texts]
    commas = sum(bool(_COMMA_DECIMALS.fullmatch(text)) for text in bare)
    points = sum(bool(_POINT_DECIMALS.fullmatch(text)) for text in bare)
    return "," if commas > points else "."
