"""What should the read models of deals show?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from tests.history_checker.state import Event

Table = dict[Any, dict[str, Any]]
_TOLD = ("DealRenamed", "DealLinkedToCustomer", "DealAssigned", "DealRevalued", "DealRescheduled")
_ENTERED = {"DealMoved": "to_stage", "DealReopened": "to_stage"}
_CLOSED = {"DealWon": ("won", "won_on"), "DealLost": ("lost", "lost_on")}


def deals(events: Sequence[Event]) -> Table:
    """Every deal as it is now."""
    table: Table = {}
    for event in events:
        if event.type.startswith("sales.Deal"):
            data = _numbers(msgspec.json.decode(event.payload))
            _change(table, event, event.type.removeprefix("sales."), data)
    return table


def _change(table: Table, event: Event, name: str, data: dict[str, Any]) -> None:
    if name == "DealOpened":
        row = table[event.stream_id] = {"deal_id": event.stream_id, **data, "opened_at": event.occurred_at}
        row |= {"stage_since": event.occurred_at, "closed_on": None, "discarded": False}
    row = table[event.stream_id]
    row["version"] = event.version
    if name in _TOLD:
        row |= data
    elif name in ("DealDiscarded", "DealRestored"):
        row["discarded"] = name == "DealDiscarded"
    elif name in _CLOSED:
        stage, day = _CLOSED[name]
        row |= {"stage": stage, "closed_on": data[day], "stage_since": event.occurred_at}
        row["amount"] = data["amount"] if stage == "won" else row["amount"]
    elif name in _ENTERED:
        row |= {"stage": data[_ENTERED[name]], "closed_on": None, "stage_since": event.occurred_at}


def outcomes(events: Sequence[Event]) -> Table:
    """Deals won and lost, by month and currency: the figures that are kept beside the list of deals."""
    table: Table = {}
    for deal in deals(events).values():
        if deal["closed_on"] is not None and not deal["discarded"]:
            _count(table, deal["closed_on"][:7] + "-01", deal)
    return table


def _count(table: Table, month: str, deal: dict[str, Any]) -> None:
    nothing = {"won": 0, "won_amount": Decimal(0), "lost": 0, "lost_amount": Decimal(0)}
    key = month, deal["currency"]
    row = table.setdefault(key, {"month": month, "currency": deal["currency"], **nothing})
    row[deal["stage"]] += 1
    row[f"{deal['stage']}_amount"] += deal["amount"]


def _numbers(data: dict[str, Any]) -> dict[str, Any]:
    return data | ({"amount": Decimal(data["amount"])} if "amount" in data else {})
