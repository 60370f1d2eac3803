"""Which fields has a kind of record, after what administrators have settled? Pure: for rules as for pages."""

from typing import assert_never

import msgspec
from msgspec.structs import replace

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
from shared.aggregate import Aggregate
from shared.custom_fields import Choice, Definition


class Fields(msgspec.Struct, frozen=True):
    """Every field of one kind of record by its key, the retired ones too."""

    known: dict[str, Definition] = {}


def evolve(fields: Fields, event: FieldEvent) -> Fields:
    return Fields({**fields.known, event.key: changed(fields.known.get(event.key), event)})


def changed(definition: Definition | None, event: FieldEvent) -> Definition:
    """The definition after one more event about it."""
    if isinstance(event, FieldDefined):
        return _defined(event)
    assert definition is not None, "a field is defined before anything else happens to it"
    match event:
        case FieldRelabelled(label=label, help=text):
            return replace(definition, label=label, help=text)
        case FieldRuleChanged(required=required, default=default):
            return replace(definition, required=required, default=default)
        case FieldPlaced(place=place):
            return replace(definition, place=place)
        case FieldRetired() | FieldRestored():
            return replace(definition, retired=isinstance(event, FieldRetired))
        case ChoiceAdded(choice=choice, label=label):
            return replace(definition, choices=(*definition.choices, Choice(choice, label)))
        case ChoiceRelabelled(choice=choice, label=label):
            return _choice(definition, choice, label=label)
        case ChoiceRetired(choice=choice) | ChoiceRestored(choice=choice):
            return _choice(definition, choice, retired=isinstance(event, ChoiceRetired))
        case _:
            assert_never(event)


def _defined(event: FieldDefined) -> Definition:
    return Definition(
        event.key,
        event.kind,
        event.label,
        event.help,
        event.choices,
        event.required,
        event.default,
        event.place,
    )


def _choice(definition: Definition, key: str, **changes: object) -> Definition:
    choices = tuple(
        replace(choice, **changes) if choice.key == key else choice for choice in definition.choices
    )
    return replace(definition, choices=choices)


FIELDS = Aggregate(name="fields", initial=Fields(), evolve=evolve)
