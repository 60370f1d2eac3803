"""Which fields of a record reach a reader who does not see all of them?"""

from typing import Any

import msgspec

from shared.rights.principal import Principal

CUSTOM = "custom"


def unmasked(record: msgspec.Struct, thing: str, who: Principal) -> dict[str, Any]:
    """The record's fields without those that are hidden from this reader."""
    fields = {name: getattr(record, name) for name in record.__struct_fields__ if who.shows(thing, name)}
    if isinstance(fields.get(CUSTOM), dict):
        held = fields[CUSTOM].items()
        fields[CUSTOM] = {key: value for key, value in held if who.shows(thing, f"{CUSTOM}.{key}")}
    return fields
