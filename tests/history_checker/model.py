"""What should a few read models show? The log folded once more, by code of its own."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from tests.history_checker.deals import deals, outcomes
from tests.history_checker.state import Event

Table = dict[Any, dict[str, Any]]


def customers(events: Sequence[Event]) -> Table:
    """The directory of customers."""
    table: Table = {}
    for event in events:
        context, _, name = event.type.partition(".")
        if context == "customers":
            change(table, event, name, msgspec.json.decode(event.payload))
    return table


def change(table: Table, event: Event, name: str, data: dict[str, Any]) -> None:
    """What one event makes of a customer's line."""
    if name == "CustomerRegistered":
        table[event.stream_id] = _registered(event, data)
        return
    row = table.get(event.stream_id, {})
    if name == "CustomerRenamed":
        row["name"] = data["name"]
    elif name == "ContactDetailsChanged":
        row["phones"], row["emails"] = data["phones"], data["emails"]
    elif name == "OrganizationDescribed":
        row["sector"], row["country"] = data["sector"], data["country"]
    elif name == "CustomerAssigned":
        row["owner_id"], row["branch"] = data["owner_id"], data["branch"]
    elif name == "LifecycleChanged":
        row["lifecycle"] = data["to_stage"]
    elif name in ("CustomerArchived", "CustomerRestored"):
        row["archived"] = name == "CustomerArchived"


def _registered(event: Event, data: dict[str, Any]) -> dict[str, Any]:
    given = {field: data[field] for field in ("kind", "name", "owner_id", "branch")}
    empty: dict[str, Any] = {"sector": None, "country": None, "phones": [], "emails": []}
    return {
        "customer_id": event.stream_id,
        **given,
        "registered_at": event.occurred_at,
        **empty,
        "lifecycle": "prospect",
        "archived": False,
    }


def tally(events: Sequence[Event]) -> Table:
    """How many events each stream has, and which: what a read model must count that folds each once."""
    table: Table = {}
    for event in events:
        row = table.setdefault(
            event.stream_id, {"stream_id": event.stream_id, "events": 0, "positions": 0, "disorder": 0}
        )
        row["events"] += 1
        row["positions"] += event.position
        row["last"] = event.position
    return table


MODELS: dict[str, Callable[[Sequence[Event]], Table]] = {
    "customer_directory": customers,
    "deal_list": deals,
    "sales_outcomes": outcomes,
    "tally": tally,
}


def plain(value: Any) -> Any:
    """A value in the one form in which values are compared."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):  # also an instant, which is always UTC here
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, int | str | bool) else str(value)
