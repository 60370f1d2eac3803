"""Which fields has an administrator added to a kind of record?"""

from collections.abc import Hashable
from typing import Any

import msgspec
from sqlalchemy import Connection, text

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
from projections.configuration.defined_fields import changed
from shared.custom_fields import Choice, Definition
from shared.projection import Projection, Row
from shared.records import Recorded


class FieldRow(Row):
    object: str
    key: str
    definition: Definition


custom_fields = Projection("custom_fields", version=1, row=FieldRow, key_fields=2)


def _key(record: Recorded[Any]) -> Hashable:
    return record.event.object, record.event.key


@custom_fields.on(
    FieldDefined,
    FieldRelabelled,
    FieldRuleChanged,
    FieldPlaced,
    ChoiceAdded,
    ChoiceRelabelled,
    ChoiceRetired,
    ChoiceRestored,
    FieldRetired,
    FieldRestored,
    key=_key,
)
def settled(row: FieldRow | None, record: Recorded[FieldEvent]) -> FieldRow:
    event = record.event
    return FieldRow(event.object, event.key, changed(row.definition if row else None, event))


_DEFINITIONS = text("""
    select definition from read.custom_fields where object = :object
    order by (definition->>'place')::int, key""")


def definitions(connection: Connection, thing: str) -> list[Definition]:
    """The fields of one kind of record that are asked for, in the order people see them."""
    return [each for each in all_definitions(connection, thing) if not each.retired]


def all_definitions(connection: Connection, thing: str) -> list[Definition]:
    """Those that were retired too."""
    rows = connection.execute(_DEFINITIONS, {"object": thing}).scalars()
    return [msgspec.convert(row, Definition) for row in rows]


def choices(definition: Definition) -> list[Choice]:
    """Those of its choices a record may still take."""
    return [choice for choice in definition.choices if not choice.retired]
