"""How are dates and numbers read, however they are written?"""

import re
from datetime import datetime
from decimal import Decimal

import pytest

from services.importing.amounts import currency_in, mark_of, number_of
from services.importing.dates import Order, instant_of, orders_of


@pytest.mark.parametrize(
    ("text", "order", "instant"),
    [
        ("2026-03-31", "ymd", datetime(2026, 3, 31)),
        ("2026/3/31 14:05", "ymd", datetime(2026, 3, 31, 14, 5)),
        ("2026年3月31日", "ymd", datetime(2026, 3, 31)),
        ("31.03.2026", "dmy", datetime(2026, 3, 31)),
        ("3/4/26", "dmy", datetime(2026, 4, 3)),
        ("3/4/26", "mdy", datetime(2026, 3, 4)),
        ("03/31/2026 02:05 PM", "mdy", datetime(2026, 3, 31, 14, 5)),
        ("31 Mar 2026", "dmy", datetime(2026, 3, 31)),
        ("2026-03-31", "dmy", datetime(2026, 3, 31)),
    ],
)
def test_a_date_is_read_in_the_order_of_its_column(text: str, order: Order, instant: datetime) -> None:
    assert instant_of(text, order) == instant


@pytest.mark.parametrize("text", ["31/31/2026", "30.02.2026", "soon", "1/2/3"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        instant_of(text, "dmy")


def test_one_row_decides_the_order_of_a_whole_column() -> None:
    assert orders_of(["1/2/2026"] * 5_000) == {"dmy", "mdy"}
    assert orders_of([*["1/2/2026"] * 5_000, "13/2/2026"]) == {"dmy"}
    assert orders_of([*["1/2/2026"] * 5_000, "2/13/2026"]) == {"mdy"}
    assert orders_of(["2026-02-13"]) == {"ymd"}
    assert orders_of(["13/2/2026", "2/13/2026"]) == set()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", "1234.50"),
        ("¥1,234.50", "1234.50"),
        ("USD 12", "12"),
        ("1 234.5", "1234.5"),
        ("(99.90)", "-99.90"),
        ("12.5万", "125000.0"),
        ("2亿", "200000000"),
        ("1234567890.123456789", "1234567890.123456789"),
    ],
)
def test_numbers_are_read_to_the_last_digit(text: str, number: str) -> None:
    assert number_of(text, ".") == Decimal(number)


def test_a_comma_is_a_decimal_mark_where_the_column_says_so() -> None:
    assert mark_of(["1.234,50", "12,5"]) == ","
    assert mark_of(["1,234.50", "1,234"]) == "."
    assert number_of("1.234,50 €", ",") == Decimal("1234.50")


@pytest.mark.parametrize("text", ["dear", "NaN", "Infinity", "1e5x", ""])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        number_of(text, ".")


def test_a_sign_beside_the_numbers_tells_their_currency() -> None:
    assert currency_in(["12", "€ 13"]) == "EUR"
    assert currency_in(["￥12"]) == "CNY"
    assert currency_in(["12"]) is None
