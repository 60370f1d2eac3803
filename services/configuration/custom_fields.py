"""What may become of the fields of one kind of record?"""

from typing import Any

from events.configuration import (
    ChoiceAdded,
    ChoiceRelabelled,
    ChoiceRestored,
    ChoiceRetired,
    FieldDefined,
    FieldEvent,
    FieldPlaced,
    FieldRelabelled,
    FieldRestored,
    FieldRetired,
    FieldRuleChanged,
)
from projections.configuration.defined_fields import Fields
from services.configuration import commands
from shared.custom_fields import Choice, Definition
from shared.fitting import Unfit, fitted
from shared.refusals import Invalid, NotFound, Refused

MOST = 100


class FieldAlreadyDefined(Refused):
    """There is already a field with this key. Choose another key, or change the field that is there."""


class TooManyFields(Refused):
    """There are {most} fields already, and a form with more is no form. Retire one first."""


class FieldHasNoChoices(Refused):
    """Only a field of the kinds “choice” and “several choices” has choices."""


class ChoicesNeeded(Refused):
    """A field to choose from needs at least one choice."""


class ChoiceAlreadyThere(Refused):
    """There is already a choice with this key. Choose another key, or restore the one that is there."""


def define(fields: Fields, command: commands.DefineField) -> list[FieldEvent]:
    choices = tuple(Choice(choice.key, choice.label) for choice in command.choices)
    definition = Definition(command.key, command.kind, command.label, choices=choices)
    _fits(definition)
    defined = FieldDefined(
        object=command.object,
        key=command.key,
        kind=command.kind,
        label=command.label,
        help=command.help,
        choices=choices,
        required=command.required,
        default=_default(definition, command.default),
        place=len(fields.known) + 1,
    )
    if command.key in fields.known:
        raise FieldAlreadyDefined("key")
    if sum(not field.retired for field in fields.known.values()) >= MOST:
        raise TooManyFields(most=MOST)
    return [defined]


def relabel(fields: Fields, command: commands.RelabelField) -> list[FieldEvent]:
    field = _known(fields, command.key)
    if (field.label, field.help) == (command.label, command.help):
        return []
    return [FieldRelabelled(object=command.object, key=command.key, label=command.label, help=command.help)]


def change_rule(fields: Fields, command: commands.ChangeFieldRule) -> list[FieldEvent]:
    field = _known(fields, command.key)
    default = _default(field, command.default)
    if (field.required, field.default) == (command.required, default):
        return []
    return [
        FieldRuleChanged(object=command.object, key=command.key, required=command.required, default=default)
    ]


def place(fields: Fields, command: commands.PlaceField) -> list[FieldEvent]:
    if _known(fields, command.key).place == command.place:
        return []
    return [FieldPlaced(object=command.object, key=command.key, place=command.place)]


def retire(fields: Fields, command: commands.RetireField) -> list[FieldEvent]:
    if _known(fields, command.key).retired:
        return []
    return [FieldRetired(object=command.object, key=command.key)]


def restore(fields: Fields, command: commands.RestoreField) -> list[FieldEvent]:
    if not _known(fields, command.key).retired:
        return []
    return [FieldRestored(object=command.object, key=command.key)]


def add_choice(fields: Fields, command: commands.AddChoice) -> list[FieldEvent]:
    field = _known(fields, command.key)
    if field.kind not in ("choice", "choices"):
        raise FieldHasNoChoices("choice")
    added = Choice(command.choice, command.label)
    if added in field.choices:
        return []
    if any(choice.key == command.choice for choice in field.choices):
        raise ChoiceAlreadyThere("choice")
    return [ChoiceAdded(object=command.object, key=command.key, choice=command.choice, label=command.label)]


def relabel_choice(fields: Fields, command: commands.RelabelChoice) -> list[FieldEvent]:
    if _choice(fields, command.key, command.choice).label == command.label:
        return []
    return [
        ChoiceRelabelled(object=command.object, key=command.key, choice=command.choice, label=command.label)
    ]


def retire_choice(fields: Fields, command: commands.RetireChoice) -> list[FieldEvent]:
    if _choice(fields, command.key, command.choice).retired:
        return []
    return [ChoiceRetired(object=command.object, key=command.key, choice=command.choice)]


def restore_choice(fields: Fields, command: commands.RestoreChoice) -> list[FieldEvent]:
    if not _choice(fields, command.key, command.choice).retired:
        return []
    return [ChoiceRestored(object=command.object, key=command.key, choice=command.choice)]


def _fits(definition: Definition) -> None:
    chosen = definition.kind in ("choice", "choices")
    if definition.choices and not chosen:
        raise FieldHasNoChoices("choices")
    if chosen and not definition.choices:
        raise ChoicesNeeded("choices")
    if len({choice.key for choice in definition.choices}) < len(definition.choices):
        raise ChoiceAlreadyThere("choices")


def _default(definition: Definition, value: Any) -> Any:
    try:
        return fitted(definition, value, definition.default)
    except Unfit as unfit:
        raise Invalid(problems=[{"field": "default", "problem": str(unfit)}]) from None


def _known(fields: Fields, key: str) -> Definition:
    if key not in fields.known:
        raise NotFound(what="field", id=key)
    return fields.known[key]


def _choice(fields: Fields, key: str, choice: str) -> Choice:
    found = next((each for each in _known(fields, key).choices if each.key == choice), None)
    if found is None:
        raise NotFound(what="choice", id=choice)
    return found
