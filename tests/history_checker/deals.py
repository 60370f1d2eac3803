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
    """Deals won and lost, by month and currency. It counts, so an event folded twice shows."""
    table: Table = {}
    for event in events:
        name = event.type.removeprefix("sales.")
        if name not in (*_CLOSED, "DealReopened"):
            continue
        data = _numbers(msgspec.json.decode(event.payload))
        reopened = name == "DealReopened"
        outcome = data["outcome"] if reopened else _CLOSED[name][0]
        day = data["closed_on"] if reopened else data[_CLOSED[name][1]]
        _count(table, day[:7] + "-01", data, outcome, -1 if reopened else 1)
    return {key: row for key, row in table.items() if row["won"] or row["lost"]}


def _count(table: Table, month: str, data: dict[str, Any], outcome: str, number: int) -> None:
    nothing = {"won": 0, "won_amount": Decimal(0), "lost": 0, "lost_amount": Decimal(0)}
    row = table.setdefault(
        (month, data["currency"]), {"month": month, "currency": data["currency"], **nothing}
    )
    row[outcome] += number
    row[f"{outcome}_amount"] += number * data["amount"]


def _numbers(data: dict[str, Any]) -> dict[str, Any]:
    return data | ({"amount": Decimal(data["amount"])} if "amount" in data else {})
