"""What administrators settle for everybody. Other contexts may rely on those in PUBLISHED."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from shared.custom_fields import Choice
from shared.events import Event

OBJECTS = ("customer", "deal")
_FIELDS = UUID("5a2c7b1e-6c0d-5e9a-8d57-0f6e1b9a4c33")
_RATES = UUID("c4a1f0d2-1b7e-5d0c-9d6a-5f2e8b3a7d44")
COMPANY = UUID("e0b7c9a4-53a2-5b0f-8c1d-2a9f4d6e1b55")
"""The stream of what is settled once for the whole company."""


def fields_of(thing: str) -> UUID:
    """The stream that holds the fields of one kind of record: rules about a value consult it."""
    return uuid5(_FIELDS, thing)


def rates_of(base: str, quote: str) -> UUID:
    """The stream of what one currency was worth in another."""
    return uuid5(_RATES, f"{base}:{quote}")


class FieldDefined(Event):
    object: str
    key: str
    kind: str
    label: dict[str, str]  # language → text
    help: dict[str, str]
    choices: tuple[Choice, ...]
    required: bool
    default: Any
    place: int


class FieldRelabelled(Event):
    object: str
    key: str
    label: dict[str, str]
    help: dict[str, str]


class FieldRuleChanged(Event):
    object: str
    key: str
    required: bool
    default: Any


class FieldPlaced(Event):
    object: str
    key: str
    place: int


class ChoiceAdded(Event):
    object: str
    key: str
    choice: str
    label: dict[str, str]


class ChoiceRelabelled(Event):
    object: str
    key: str
    choice: str
    label: dict[str, str]


class ChoiceRetired(Event):
    object: str
    key: str
    choice: str


class ChoiceRestored(Event):
    object: str
    key: str
    choice: str


class FieldRetired(Event):
    object: str
    key: str


class FieldRestored(Event):
    object: str
    key: str


class RateNoted(Event):
    """One unit of `base` was worth `rate` units of `quote` on this day."""

    base: str
    quote: str
    rate: Decimal
    on: date


class ReportingCurrencyChosen(Event):
    currency: str


class PhoneRegionChosen(Event):
    """Whose phone numbers are typed without the country's code; empty: nobody's, they stay as typed."""

    region: str


FieldEvent = (
    FieldDefined
    | FieldRelabelled
    | FieldRuleChanged
    | FieldPlaced
    | ChoiceAdded
    | ChoiceRelabelled
    | ChoiceRetired
    | ChoiceRestored
    | FieldRetired
    | FieldRestored
)
PUBLISHED = (FieldDefined, FieldRuleChanged, ChoiceAdded, ChoiceRetired, FieldRetired, FieldRestored)
