"""What do a product and a deal that are there say in the fields of an imported row?"""

from collections.abc import Mapping, Sequence
from typing import Any

from events.sales import CustomFieldsChanged, DealLost, DealWon
from shared.custom_values import all_merged
from shared.events import Event
from shared.importing import latest

_REFERS = {"customer": "customer_id", "product": "product_id", "owner": "owner_id"}
_SAME = ("title", "amount", "currency", "probability", "expected_close_on", "branch")


def product_now(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value."""
    return {name: latest(events, name) for name in ("name", "series", "list_price", "currency")}


def deal_now(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value; when a deal reached its stages is no present state."""
    told = {name: latest(events, name) for name in _SAME}
    told |= {name: latest(events, field) for name, field in _REFERS.items()}
    closing = next((event for event in reversed(events) if isinstance(event, DealWon | DealLost)), None)
    if isinstance(closing, DealLost):
        told["lost_reason"] = closing.reason
    return {**told, "custom": custom_of(events)}


def custom_of(events: Sequence[Event]) -> dict[str, Any]:
    """What the fields hold that administrators added."""
    return all_merged(event.custom for event in events if isinstance(event, CustomFieldsChanged))
