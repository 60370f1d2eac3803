"""What may become of the fields administrators add?"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from events.configuration import (
    ChoiceRetired,
    FieldDefined,
    FieldRetired,
    FieldRuleChanged,
    RateNoted,
    rates_of,
)
from services.configuration import commands
from services.configuration.application import configuration
from services.configuration.currencies import SameCurrency
from services.configuration.custom_fields import (
    ChoiceAlreadyThere,
    ChoicesNeeded,
    FieldAlreadyDefined,
    FieldHasNoChoices,
)
from shared.custom_fields import Choice, Definition
from shared.fitting import Unfit, fitted
from shared.refusals import Invalid, NotFound
from tests.spec import Spec

SIZE = {"object": "customer", "key": "size"}
SMALL, LARGE = Choice("small", {"en": "Small"}), Choice("large", {"en": "Large"})
size = FieldDefined(
    object="customer",
    key="size",
    kind="choice",
    label={"en": "Size", "zh": "规模"},
    help={},
    choices=(SMALL, LARGE),
    required=False,
    default=None,
    place=1,
)


def define(**changes: Any) -> commands.DefineField:
    choices = [{"key": choice.key, "label": choice.label} for choice in (SMALL, LARGE)]
    body = {**SIZE, "kind": "choice", "label": size.label, "choices": choices, **changes}
    return commands.DefineField.model_validate(body)


def test_an_administrator_defines_a_field(fields: Spec) -> None:
    fields.when(define()).then(size)


def test_a_key_is_used_once_also_for_another_kind(fields: Spec) -> None:
    fields.given(size).when(define(kind="text", choices=[])).refused(FieldAlreadyDefined, "key")


def test_a_field_to_choose_from_has_choices_and_no_other_has(fields: Spec) -> None:
    fields.when(define(choices=[])).refused(ChoicesNeeded, "choices")
    fields.when(define(kind="text")).refused(FieldHasNoChoices, "choices")


def test_a_default_fits_its_field(fields: Spec) -> None:
    fields.when(define(default="enormous")).refused(Invalid, "default")


def test_a_choice_is_retired_never_deleted(fields: Spec) -> None:
    retire = commands.RetireChoice.model_validate({**SIZE, "choice": "small"})
    fields.given(size).when(retire).then(ChoiceRetired(object="customer", key="size", choice="small"))
    fields.when(retire).nothing()


def test_a_choice_is_added_once(fields: Spec) -> None:
    again = commands.AddChoice.model_validate({**SIZE, "choice": "small", "label": {"en": "Tiny"}})
    fields.given(size).when(again).refused(ChoiceAlreadyThere, "choice")


def test_a_field_becomes_needed(fields: Spec) -> None:
    rule = commands.ChangeFieldRule.model_validate({**SIZE, "required": True})
    changed = FieldRuleChanged(object="customer", key="size", required=True, default=None)
    fields.given(size).when(rule).then(changed)


def test_a_retired_field_is_retired_once(fields: Spec) -> None:
    retire = commands.RetireField.model_validate(SIZE)
    fields.given(size).when(retire).then(FieldRetired(object="customer", key="size"))
    fields.when(retire).nothing()


def test_a_field_nobody_defined_does_not_change(fields: Spec) -> None:
    other = commands.RetireField.model_validate({"object": "customer", "key": "colour"})
    fields.given(size).when(other).refused(NotFound)


@pytest.mark.parametrize("key", ["", "Size", "1st", "a-b", "x" * 41, "si ze", "größe", "a'b"])
def test_a_key_is_what_a_program_can_name(key: str) -> None:
    with pytest.raises(ValidationError):
        define(key=key)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("text", " Kan-code ", "Kan-code"),
        ("number", "12.50", "12.5"),
        ("number", 7, "7"),
        ("money", {"amount": "10.00", "currency": "CNY"}, {"amount": "10", "currency": "CNY"}),
        ("date", "2026-03-31", "2026-03-31"),
        ("yes_no", "true", True),
        ("yes_no", False, False),
        ("choice", "small", "small"),
        ("choices", ["small", "large", "small"], ["small", "large"]),
        ("url", "https://example.com/a", "https://example.com/a"),
        ("phone", "+86 10 6552 9988", "+86 10 6552 9988"),
        ("email", "Han@Example.com", "Han@example.com"),
        ("user", "0198C2D4-0000-7000-8000-000000000001", "0198c2d4-0000-7000-8000-000000000001"),
        ("text", "", None),
        ("choices", [], None),
    ],
)
def test_a_value_is_kept_in_one_form(kind: str, value: Any, kept: Any) -> None:
    assert fitted(Definition("field", kind, {}, choices=(SMALL, LARGE)), value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "two\nlines"),
        ("text", "nul\x00"),
        ("text", "x" * 201),
        ("text", 5),
        ("number", "NaN"),
        ("number", True),
        ("number", "1e400"),
        ("number", "0.0000001"),
        ("number", {}),
        ("money", {"amount": "1"}),
        ("money", {"amount": "1", "currency": "XXQ"}),
        ("date", "31/03/2026"),
        ("date", 20260331),
        ("yes_no", "maybe"),
        ("yes_no", 2),
        ("choice", "huge"),
        ("choice", ["small"]),
        ("choices", "small"),
        ("url", "javascript:alert(1)"),
        ("url", "https://example.com/a b"),
        ("phone", "call me"),
        ("email", "nobody"),
        ("user", "Anna"),
        ("user", 4),
    ],
)
def test_what_does_not_fit_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(Unfit):
        fitted(Definition("field", kind, {}, choices=(SMALL, LARGE)), value)


def test_a_retired_choice_stays_where_it_is_and_goes_nowhere_else() -> None:
    field = Definition("size", "choice", {}, choices=(Choice("small", {}, retired=True), LARGE))
    assert fitted(field, "small", known="small") == "small"
    with pytest.raises(Unfit):
        fitted(field, "small", known="large")


def test_a_rate_is_noted_once_a_day_and_never_of_a_currency_in_itself() -> None:
    rates = Spec(configuration, rates_of("EUR", "CNY"))
    wish = commands.NoteRate(base="EUR", quote="CNY", rate=Decimal("7.8"), on=date(2026, 5, 3))
    rates.when(wish).then(RateNoted(base="EUR", quote="CNY", rate=Decimal("7.8"), on=date(2026, 5, 3)))
    rates.when(wish).nothing()
    itself = wish.model_copy(update={"quote": "EUR"})
    Spec(configuration, rates_of("EUR", "EUR")).when(itself).refused(SameCurrency, "quote")
