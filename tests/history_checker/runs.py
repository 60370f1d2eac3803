"""A short run in which all went well: its history and final state, to be spoilt by tests."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec

from tests.history_checker.history import Call, Entry, Read, Reader, Seen, Settled
from tests.history_checker.model import MODELS
from tests.history_checker.state import Checkpoint, Event, State

ROOM = UUID("8a5c2c1e-58a0-4f0b-9c39-0d1f8a4d7e11")
NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
ANN = uuid5(ROOM, "ann")
LATHE = uuid5(ROOM, "lathe")
STEPS = (
    (ANN, "customers.CustomerRegistered", {"kind": "person", "name": "Ann", "owner_id": None, "branch": ""}),
    (LATHE, "sales.DealOpened", {"title": "Lathe", "customer_id": None, "product_id": None, "owner_id": None,
     "stage": "prospecting", "amount": "900", "currency": "EUR", "probability": 10,
     "expected_close_on": None}),
    (ANN, "customers.CustomerRenamed", {"name": "Ann Reed"}),
    (LATHE, "sales.DealWon", {"customer_id": None, "from_stage": "prospecting", "amount": "880.50",
     "currency": "EUR", "won_on": "2026-05-03"}),
    (ANN, "customers.CustomerArchived", {"reason": ""}),
)  # fmt: skip


class Run(NamedTuple):
    """What the checker is given."""

    entries: list[Entry]
    state: State


def good_run() -> Run:
    """Five commands, a reader of the whole log, and read models that show just that."""
    log = list(_log())
    live = {name: list(fold(log).values()) for name, fold in MODELS.items()}
    checkpoints = [Checkpoint(name, -1, log[-1].position, True, None) for name in live]
    calls = [call_of(event) for event in log]
    reads = [read_of(event) for event in log]
    seen = [seen_by("the tail", event) for event in log]
    settled = Settled(seconds=0.1, within=5.0, reached=True, lag=0, queues={"projector.00": 0})
    entries: list[Entry] = [Reader(reader="the tail"), *calls, *reads, *seen, settled]
    return Run(entries, State(log, log[-1].position, live, dict(live), checkpoints, []))


def _log() -> Iterator[Event]:
    versions = dict.fromkeys((ANN, LATHE), 0)
    for number, (stream_id, type_, data) in enumerate(STEPS, 1):
        versions[stream_id] += 1
        command_id = uuid5(stream_id, str(number))
        payload = msgspec.json.encode(data)
        yield Event(
            10 * number, stream_id, versions[stream_id], type_, 1, NOON, "api", command_id, 0, payload
        )


def call_of(event: Event) -> Call:
    """The acknowledged command that left this event."""
    return Call(
        session=1,
        command_id=event.command_id,
        command=event.type,
        stream_id=event.stream_id,
        started=event.position,
        ended=event.position + 0.1,
        deadline=5.0,
        outcome="ok",
        position=event.position,
        version=event.version,
        events=(event.type,),
    )


def read_of(event: Event) -> Read:
    """The question the session asks after that command."""
    return Read(
        session=1,
        question="record",
        stream_id=event.stream_id,
        min_position=event.position,
        started=event.position + 0.2,
        ended=event.position + 0.3,
        deadline=5.0,
        outcome="ok",
        position=event.position,
        version=event.version,
    )


def seen_by(reader: str, event: Event) -> Seen:
    """A reader meets the event."""
    return Seen(
        reader=reader,
        position=event.position,
        stream_id=event.stream_id,
        version=event.version,
        type=event.type,
    )
