"""What can be settled for everybody?"""

from decimal import Decimal
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from services.configuration.view_commands import (
    ChangeView,
    ChooseDefaultView,
    RemoveView,
    RenameView,
    SaveView,
    ShareView,
)
from shared.commands import Command, Currency, Line, Text
from shared.custom_fields import FieldKey, Kind
from shared.days import PastDay
from shared.marks import N_

__all__ = ["ChangeView", "ChooseDefaultView", "RemoveView", "RenameView", "SaveView", "ShareView"]
"""What else this context can be asked to do."""

Thing = Literal["customer", "deal"]
LANGUAGES = 10
Labels = Annotated[
    dict[Annotated[str, Field(pattern=r"^[a-z]{2}$")], Line], Field(min_length=1, max_length=LANGUAGES)
]
"""The same text in some languages: {"en": "Region", "zh": "大区"}."""


def _supported(region: str) -> str:
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise PydanticCustomError("unknown_region", N_("must be a country's code of two letters, such as CN"))
    return region


Region = Annotated[str, AfterValidator(_supported)]


def _said(texts: dict[str, str]) -> dict[str, str]:
    return {language: text for language, text in texts.items() if text}


Explained = Annotated[
    dict[Annotated[str, Field(pattern=r"^[a-z]{2}$")], Text],
    Field(max_length=LANGUAGES),
    AfterValidator(_said),
]


class ChoiceInput(BaseModel):
    """One of the values a new field can have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: FieldKey
    label: Labels


class DefineField(Command):
    """`key` names the field in imports, exports and this API, and never changes; neither does its kind."""

    object: Thing
    key: FieldKey
    kind: Kind
    label: Labels
    help: Explained = Field(default={})
    choices: tuple[ChoiceInput, ...] = Field(default=(), max_length=200)
    required: bool = False
    default: Any = None


class RelabelField(Command):
    object: Thing
    key: FieldKey
    label: Labels
    help: Explained = Field(default={})


class ChangeFieldRule(Command):
    """Whether the field is needed, and what a new record gets. Records that are there stay as they are."""

    object: Thing
    key: FieldKey
    required: bool
    default: Any = None


class PlaceField(Command):
    """Fields are shown in the order of their places."""

    object: Thing
    key: FieldKey
    place: int = Field(ge=0, le=10_000)


class AddChoice(Command):
    object: Thing
    key: FieldKey
    choice: FieldKey
    label: Labels


class RelabelChoice(Command):
    object: Thing
    key: FieldKey
    choice: FieldKey
    label: Labels


class RetireChoice(Command):
    """Records that hold this choice keep it; no other takes it."""

    object: Thing
    key: FieldKey
    choice: FieldKey


class RestoreChoice(Command):
    object: Thing
    key: FieldKey
    choice: FieldKey


class RetireField(Command):
    """The field is asked for no more; its values stay in the history."""

    object: Thing
    key: FieldKey


class RestoreField(Command):
    object: Thing
    key: FieldKey


class NoteRate(Command):
    """One unit of `base` is worth `rate` units of `quote`, from that day until the next rate."""

    base: Currency
    quote: Currency
    rate: Decimal = Field(gt=0, le=1_000_000_000, max_digits=18, decimal_places=8, allow_inf_nan=False)
    on: PastDay


class ChooseReportingCurrency(Command):
    """Sums over several currencies can be told in this one."""

    currency: Currency


class ChoosePhoneRegion(Command):
    """Phone numbers without a country's code are of this country; without one they stay as typed."""

    region: Region | None
