"""What does a customer that is there say in the fields of an imported row?"""

from collections.abc import Mapping, Sequence
from typing import Any

from events.customers import (
    Address,
    ContactDetailsChanged,
    CustomFieldsChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from shared.custom_values import all_merged
from shared.events import Event
from shared.importing import latest

PROSPECT = "prospect"  # what every customer begins as
_PLACE = ("street", "city", "region", "postal_code", "country")


def present(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value."""
    told = {name: latest(events, name) for name in ("kind", "name", "branch")}
    told |= {"owner": latest(events, "owner_id"), "lifecycle": lifecycle_of(events)}
    told["custom"] = custom_of(events)
    told |= _details(events, PersonDescribed) | _details(events, OrganizationDescribed)
    contact = _details(events, ContactDetailsChanged)
    address: Address | None = next(iter(contact.pop("addresses", ())), None)
    if address is not None:
        place = {field: getattr(address, field) for field in _PLACE}
        told |= {**place, "address_label": address.label, "country": place["country"] or told.get("country")}
    return {**told, **contact}


def lifecycle_of(events: Sequence[Event]) -> str:
    """How far the customer has come."""
    return str(latest(events, "to_stage", PROSPECT))


def custom_of(events: Sequence[Event]) -> dict[str, Any]:
    """What the fields hold that administrators added."""
    return all_merged(event.custom for event in events if isinstance(event, CustomFieldsChanged))


def _details(events: Sequence[Event], kind: type[Event]) -> dict[str, Any]:
    last = next((event for event in reversed(events) if isinstance(event, kind)), None)
    return {name: getattr(last, name) for name in last.__struct_fields__} if last else {}
