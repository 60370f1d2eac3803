"""What is a field that an administrator adds: its kinds, its definition, the values it takes?"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from babel.numbers import is_currency
from email_validator import EmailNotValidError, validate_email
from pydantic import StringConstraints

from shared.marks import N_
from shared.texts import problem_with

Kind = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "yes_no",
    "choice",
    "choices",
    "user",
    "url",
    "phone",
    "email",
]
FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""How programs name a field: it stays as it is when the label changes."""

_NOT_PHONE = re.compile(r"[^0-9+()\-./ x#*]", re.IGNORECASE)
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
NO_FIELD, NEEDED = N_("There is no such field."), N_("is needed")


class Choice(msgspec.Struct, frozen=True):
    """One of the values of a field; records that hold a retired one keep it, and no other takes it."""

    key: str
    label: dict[str, str]  # language → text
    retired: bool = False


class Definition(msgspec.Struct, frozen=True):
    """A field of some object. A retired one is asked for no more, and its values stay in the history."""

    key: str
    kind: str
    label: dict[str, str]  # language → text
    help: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    required: bool = False
    default: Any = None
    place: int = 0
    retired: bool = False

    def named(self, language: str) -> str:
        """Its label in this language, else in any."""
        return said(self.label, language) or self.key

    def explained(self, language: str) -> str:
        """Its help text in this language, else in any."""
        return said(self.help, language)

    def shown(self, value: Any, language: str) -> str:
        """A value of it in words; choices by their labels."""
        if isinstance(value, list | tuple):
            return ", ".join(self.shown(each, language) for each in value)
        known = next((choice for choice in self.choices if choice.key == value), None)
        return said(known.label, language) if known else str(value)


class Unfit(ValueError):
    """A value does not fit its field; the message is the problem, to be translated."""


def said(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, in English, or in whichever language there is one."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


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


def problems_with(
    definitions: Mapping[str, Definition], values: Mapping[str, Any], held: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What changes of the values held, and what is wrong, as `{"field": "custom.<key>", "problem"}`."""
    changed: dict[str, Any] = {}
    problems = []
    for key, value in values.items():
        try:
            fit = _of(definitions, key, value, held.get(key))
        except Unfit as unfit:
            problems.append({"field": f"custom.{key}", "problem": str(unfit)})
        else:
            if fit != held.get(key):
                changed[key] = fit
    return changed, problems


def _of(definitions: Mapping[str, Definition], key: str, value: Any, known: Any) -> Any:
    definition = definitions.get(key)
    if definition is None or (definition.retired and value != known):
        raise Unfit(NO_FIELD)
    fit = fitted(definition, value, known)
    if fit is None and definition.required:
        raise Unfit(NEEDED)
    return fit


def merged(held: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The values after a change; a value that was taken away is not there any more."""
    return {key: value for key, value in {**held, **changed}.items() if value is not None}


def differing(given: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the given values that are not held yet."""
    return {key: value for key, value in given.items() if held.get(key) != value}


def taken_back(now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be changed so that the values are again what they were."""
    return {key: then.get(key) for key in {**then, **now} if now.get(key) != then.get(key)}


def begun(definitions: Mapping[str, Definition], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a new record is given: the values, and the defaults of the fields that were left out."""
    defaults = {
        each.key: each.default
        for each in definitions.values()
        if each.default is not None and not each.retired
    }
    return {**defaults, **values}


def missing(definitions: Mapping[str, Definition], values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The needed fields that have no value, as problems."""
    return [
        {"field": f"custom.{each.key}", "problem": NEEDED}
        for each in definitions.values()
        if each.required and not each.retired and values.get(each.key) is None
    ]


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
    if _NOT_PHONE.search(number) or not 3 <= sum(sign.isdigit() for sign in number) <= 20:
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
