"""Which value fits a field that an administrator added, and as what is it kept?"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from babel.numbers import is_currency
from email_validator import EmailNotValidError, validate_email

from shared.custom_fields import Definition
from shared.marks import N_
from shared.phones import may_be_phone
from shared.texts import problem_with

_LINE, _TEXT, _CHOICES = 200, 10_000, 50
_LARGEST = Decimal(10) ** 16
NO_TEXT, TOO_LONG = N_("must be text"), N_("is too long")
NO_NUMBER, NO_MONEY = N_("must be a number"), N_("must be an amount and a currency")
NO_DATE, NO_YES = N_("must be a date"), N_("must be yes or no")
NO_CHOICE, NO_USER = N_("is not one of the choices"), N_("is not the id of a user")
NO_URL, NO_PHONE, NO_EMAIL = (
    N_("must be an address that begins with http:// or https://"),
    N_("must be a phone number"),
    N_("must be an e-mail address"),
)


class Unfit(ValueError):
    """A value does not fit its field; the message is the problem, to be translated."""


def fitted(definition: Definition, value: Any, known: Any = None) -> Any:
    """The value as it is kept (None for nothing). Raises Unfit.

    `known` is what the record holds now: a retired choice may stay where it is.
    """
    if value is None or value in ("", [], ()):
        return None
    if definition.kind == "choice":
        return _choice(definition, value, (known,))
    if definition.kind == "choices":
        if not isinstance(value, list | tuple) or len(value) > _CHOICES:
            raise Unfit(NO_CHOICE)
        return [_choice(definition, each, known or ()) for each in dict.fromkeys(value)]
    return _FITTED[definition.kind](value)


def _choice(definition: Definition, value: Any, known: Sequence[Any]) -> str:
    for choice in definition.choices:
        if value == choice.key and (not choice.retired or value in known):
            return choice.key
    raise Unfit(NO_CHOICE)


def _text(longest: int, *, lines: bool = False) -> Callable[[Any], str]:
    def fit(value: Any) -> str:
        if not isinstance(value, str):
            raise Unfit(NO_TEXT)
        if problem := problem_with(value, lines=lines):
            raise Unfit(problem)
        if len(value) > longest:
            raise Unfit(TOO_LONG)
        return value.strip()

    return fit


_line = _text(_LINE)


def _number(value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Unfit(NO_NUMBER) from None
    if isinstance(value, bool) or not number.is_finite() or abs(number) >= _LARGEST:
        raise Unfit(NO_NUMBER)
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        raise Unfit(TOO_LONG)
    return format(number.normalize(), "f")


def _money(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
        raise Unfit(NO_MONEY)
    if not isinstance(value["currency"], str) or not is_currency(value["currency"]):
        raise Unfit(NO_MONEY)
    return {"amount": _number(value["amount"]), "currency": value["currency"]}


def _date(value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Unfit(NO_DATE) from None


def _yes_no(value: Any) -> bool:
    known = {True: True, False: False, "true": True, "false": False}
    if not isinstance(value, bool | str) or value not in known:
        raise Unfit(NO_YES)
    return known[value]


def _user(value: Any) -> str:
    try:
        return str(UUID(value))
    except (AttributeError, TypeError, ValueError):
        raise Unfit(NO_USER) from None


def _url(value: Any) -> str:
    address = _text(2_000)(value)
    if not re.fullmatch(r"https?://[^\s<>\"]+", address):
        raise Unfit(NO_URL)
    return address


def _phone(value: Any) -> str:
    number = _line(value)
    if not may_be_phone(number):
        raise Unfit(NO_PHONE)
    return number


def _email(value: Any) -> str:
    try:
        return validate_email(_line(value), check_deliverability=False).normalized
    except EmailNotValidError:
        raise Unfit(NO_EMAIL) from None


_FITTED: dict[str, Callable[[Any], Any]] = {
    "text": _line,
    "long_text": _text(_TEXT, lines=True),
    "number": _number,
    "money": _money,
    "date": _date,
    "yes_no": _yes_no,
    "user": _user,
    "url": _url,
    "phone": _phone,
    "email": _email,
}
