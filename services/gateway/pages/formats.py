"""How are money, numbers, dates and instants written in the reader's language?"""

from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_skeleton, format_time
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    format_scientific,
    get_currency_symbol,
)

LOCALES = {"en": "en", "zh": "zh_Hans_CN"}
# The same short symbols in both languages; the yuan is the home currency, so the yen says that it is the yen.
SYMBOLS = {"CNY": "¥", "JPY": "JP¥", "USD": "$"}
ZONE: ContextVar[tzinfo] = ContextVar("zone", default=UTC)
"""The time zone of whoever the page is for."""
BEYOND_WORDS = 10**15
NO_VALUE = "–"


def day_of(value: date) -> date:
    """The day of a moment where the reader lives; a day is itself."""
    return value.astimezone(ZONE.get()).date() if isinstance(value, datetime) else value


class Formats:
    """The formats of one language; templates know it as `fmt`."""

    day_of = staticmethod(day_of)

    def __init__(self, language: str) -> None:
        self.locale = LOCALES[language]

    def money(self, amount: Decimal | None, currency: str | None) -> str:
        """An amount with its currency, without cents when there are none."""
        return NO_VALUE if amount is None or currency is None else _money(amount, currency, self.locale)

    def short_money(self, amount: Decimal, currency: str) -> str:
        """A sum in as few signs as tell it, as ¥44.5M; beyond the words there are for it, as ¥1.0E16."""
        if abs(amount) >= BEYOND_WORDS:
            symbol = SYMBOLS.get(currency) or get_currency_symbol(currency, self.locale)
            return f"{symbol}{format_scientific(amount, '0.0E0', locale=self.locale)}"
        text = format_compact_currency(amount, currency, locale=self.locale, fraction_digits=1)
        return _with_symbol(text, currency, self.locale)

    def short_number(self, value: Decimal) -> str:
        """The same without its currency, where that stands beside it."""
        if abs(value) >= BEYOND_WORDS:
            return format_scientific(value, "0.0E0", locale=self.locale)
        return format_compact_decimal(value, locale=self.locale, fraction_digits=1)

    def number(self, value: Decimal | int | None) -> str:
        return NO_VALUE if value is None else format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share from 0 to 1 with one digit."""
        return format_percent(share, "0.0 %", locale=self.locale)

    def days(self, value: float) -> str:
        """A length of time in days, to a tenth."""
        return format_decimal(value, "#,##0.0", locale=self.locale)

    def day(self, value: date | None) -> str:
        """A day, or that of a moment where the reader lives."""
        if value is None:
            return NO_VALUE
        return _day(day_of(value), "yMMMd", self.locale)

    def short_date(self, value: date) -> str:
        """A date of this year, or with its year when it is another one; 2017/12/31 in Chinese."""
        other_year = "yMMMd" if self.locale == "en" else "yMd"
        day = day_of(value)
        skeleton = "MMMd" if day.year == datetime.now(ZONE.get()).year else other_year
        return _day(day, skeleton, self.locale)

    def soon(self, value: datetime) -> str:
        """When something is due, as short as it can be said: the time today, else the day."""
        local = value.astimezone(ZONE.get())
        if local.date() == datetime.now(ZONE.get()).date():
            return format_time(local, "HH:mm", tzinfo=ZONE.get(), locale=self.locale)
        return self.short_date(value)

    def month(self, value: str) -> str:
        """A month given as 2017-06."""
        return format_skeleton("yMMM", date.fromisoformat(f"{value}-01"), locale=self.locale)

    @staticmethod
    def days_between(start: date | datetime, end: date) -> int:
        return max(0, (end - day_of(start)).days)

    def clock(self, value: datetime) -> str:
        """The time to the second, in the reader's time zone."""
        return format_time(value, "HH:mm:ss", tzinfo=ZONE.get(), locale=self.locale)

    def instant(self, value: datetime) -> str:
        """Day and time to the minute, in the reader's time zone."""
        zone = ZONE.get()
        day = format_skeleton("yMMMd", value, tzinfo=zone, locale=self.locale)
        return f"{day} {format_time(value, 'HH:mm', tzinfo=zone, locale=self.locale)}"


@lru_cache(maxsize=8192)
def _day(value: date, skeleton: str, locale: str) -> str:
    return format_skeleton(skeleton, value, locale=locale)


@lru_cache(maxsize=8192)
def _money(amount: Decimal, currency: str, locale: str) -> str:
    pattern = "¤#,##0" if amount == amount.to_integral_value() else "¤#,##0.00"
    text = format_currency(amount, currency, pattern, locale=locale, currency_digits=False)
    return _with_symbol(text, currency, locale)


def _with_symbol(text: str, currency: str, locale: str) -> str:
    if currency not in SYMBOLS:
        return text
    return text.replace(get_currency_symbol(currency, locale), SYMBOLS[currency])
