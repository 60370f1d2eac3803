"""Which parts of an event may somebody read who does not see every field?"""

from collections.abc import Mapping
from typing import Any

from projections.history.kinds import kind_of
from shared.rights.principal import Principal

_FIELDS = {
    "won_on": "closed_on",
    "lost_on": "closed_on",
    "from_stage": "stage",
    "to_stage": "stage",
}
"""Fields of events that are named otherwise than that of the record they change."""
_OF_A_KIND = {
    ("customer", "to_stage"): "lifecycle",
    ("customer", "from_stage"): "lifecycle",
    ("customer", "reason"): "archive_reason",
    ("deal", "reason"): "lost_reason",
}
_CUSTOM = ("values", "custom")


def masked(event_type: str, data: Mapping[str, Any], who: Principal) -> dict[str, Any]:
    """The event's data without the fields this reader does not see."""
    kind = kind_of(event_type) or ""
    return {
        name: _custom(kind, value, who) if name in _CUSTOM and isinstance(value, Mapping) else value
        for name, value in data.items()
        if who.shows(kind, field_of(kind, name))
    }


def field_of(kind: str, name: str) -> str:
    """The field of the record that a field of an event tells of."""
    return _OF_A_KIND.get((kind, name)) or _FIELDS.get(name, name)


def _custom(kind: str, values: Mapping[str, Any], who: Principal) -> dict[str, Any]:
    return {key: value for key, value in values.items() if who.shows(kind, f"custom.{key}")}
