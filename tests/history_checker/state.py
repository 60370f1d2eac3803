"""What is left when a run is over: the log, the read models, how far they came, and what they parked."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

Row = Mapping[str, Any]
Rows = Sequence[Row]
KEPT_BESIDE = {"sales_outcomes": "deal_list"}
"""Figures → the read model that they are kept beside, and are as complete as."""
WHOLE = -1


class Event(NamedTuple):
    """One row of the log; the payload as it is stored."""

    position: int
    stream_id: UUID
    version: int
    type: str
    schema_version: int
    occurred_at: datetime
    source: str
    command_id: UUID
    command_seq: int
    payload: bytes

    @property
    def partition(self) -> int:
        """Which of the 16 partitions the stream falls into: the log's own rule, written down once more."""
        return ((self.stream_id.int ^ self.stream_id.int >> 96) & 1023) // 64


class Checkpoint(NamedTuple):
    """How far one build of a read model has come in one partition (-1: it follows the log as a whole)."""

    name: str
    partition: int
    position: int
    serving: bool
    error: str | None


class Parked(NamedTuple):
    """An event a read model could not fold (`poison`), or one that waits behind such a one."""

    name: str
    position: int
    stream_id: UUID
    type: str
    reason: str
    poison: bool


class State(NamedTuple):
    """Everything that is left. `rebuilt` are the read models as a rebuild from zero makes them."""

    events: Sequence[Event]
    watermark: int
    live: Mapping[str, Rows]
    rebuilt: Mapping[str, Rows]
    checkpoints: Sequence[Checkpoint]
    parked: Sequence[Parked]

    def last_position(self, partition: int) -> int:
        """Where the log ends, for one partition or as a whole."""
        found = (e.position for e in reversed(self.events) if partition in (WHOLE, e.partition))
        return next(found, 0)

    def folded_by(self, name: str) -> Sequence[Event]:
        """The events a read model has to show: all but those it parked."""
        whose = KEPT_BESIDE.get(name, name)
        parked = {one.position for one in self.parked if one.name == whose}
        return [event for event in self.events if event.position not in parked]

    def at(self, position: int) -> Event | None:
        """The event at a position."""
        found = bisect_right(self.events, position, key=lambda event: event.position)
        event = self.events[found - 1] if found else None
        return event if event and event.position == position else None
