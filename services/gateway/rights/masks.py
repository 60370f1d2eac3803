"""Which fields of a record reach a reader who does not see all of them?"""

from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from shared.rights.principal import Principal

CUSTOM = "custom"
S = TypeVar("S", bound=msgspec.Struct)


def unmasked(record: msgspec.Struct, thing: str, who: Principal) -> dict[str, Any]:
    """The record's fields without those that are hidden from this reader."""
    fields = {name: getattr(record, name) for name in record.__struct_fields__ if who.shows(thing, name)}
    if isinstance(fields.get(CUSTOM), dict):
        held = fields[CUSTOM].items()
        fields[CUSTOM] = {key: value for key, value in held if who.shows(thing, f"{CUSTOM}.{key}")}
    return fields


def blanked(record: S, thing: str, who: Principal) -> S:
    """The record with nothing in the fields that are hidden from this reader."""
    hidden = {
        name: _nothing(getattr(record, name))
        for name in record.__struct_fields__
        if not who.shows(thing, name)
    }
    return replace(record, **hidden) if hidden else record


def _nothing(value: Any) -> Any:
    return type(value)() if isinstance(value, list | dict | str) else None
