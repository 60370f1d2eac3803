"""Which row would make a record that others name and that is missing?"""

from uuid import UUID, uuid5

import msgspec

from services.importing.entities import ENTITIES
from services.importing.mapping import FileMapping
from services.importing.planner import Planned
from services.importing.table import Line

_FIELDS = {"customer": {"kind": "organization"}}


def creation(entity: str, record_id: UUID, name: str) -> Planned:
    """A company, of which only the name is known."""
    found = ENTITIES[entity]
    record = msgspec.convert({**_FIELDS[entity], "name": name}, found.record)
    history = found.history(record_id, record)
    mapping = FileMapping(entity=entity, file="", key="", fields={}, existing="skip")
    return Planned(Line(0, []), record_id, uuid5(record_id, name), record, history, mapping)
