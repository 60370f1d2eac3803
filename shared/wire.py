"""How do events look as messages, to the relay that sends them and to everyone who receives them?

A message carries a run of events of one partition (or of the whole log), in order: one at a time while
little happens, many when much does, because a message costs far more than an event in it. The body is a
CloudEvents batch in JSON; `data` is the stored payload, byte for byte. The routing key is `<pp>.<type>`, with
`00` to `15` for the partition or `log` for the whole log, and `several` for the type where a message carries
more than one. The headers are `partition` (-1: the whole log), `prev` (the position of the event before the
first one, in that partition; 0 where there is none), `position` (that of the last one) and `count`.

A `tick` follows each batch, without a body: `position` says how far the log has been sent, `previous` the
last position in each partition up to there. Who has seen those has seen everything.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shared import cloud_events
from shared.cloud_events import Encoded
from shared.records import Recorded
from shared.slices import PARTITIONS, WHOLE

EXCHANGE = "hindsight.events"
CONTENT_TYPE = "application/cloudevents-batch+json"
TICK = "tick"
SEVERAL = "several"
Message = tuple[str, bytes, dict[str, Any]]
"""Routing key, body and headers."""


class Undecodable(ValueError):
    """A message is not what a relay of this release sends; the message says why."""


class Run(NamedTuple):
    """Everything a partition (or WHOLE) holds after position `prev`, up to and including `upto`."""

    partition: int
    prev: int
    upto: int
    records: list[Recorded[Any]]


class Tick(NamedTuple):
    """How far the log has been sent, and the last position in each partition up to there."""

    position: int
    previous: tuple[int, ...]

    def complete(self, partition: int, position: int) -> bool:
        """Has a reader of this partition who stands at `position` seen everything up to the tick?"""
        return position >= (max(self.previous) if partition == WHOLE else self.previous[partition])


def to_message(events: Sequence[Encoded], partition: int, prev: int) -> Message:
    """The message about a run of events; `prev` is the position of the one before the first."""
    types = {envelope.type for envelope, _ in events}
    place = "log" if partition == WHOLE else f"{partition:02d}"
    key = f"{place}.{types.pop() if len(types) == 1 else SEVERAL}"
    last = events[-1][0].position
    return (
        key,
        cloud_events.batch(events),
        {"partition": partition, "prev": prev, "position": last, "count": len(events)},
    )


def to_tick(tick: Tick) -> Message:
    """The message about a tick."""
    return TICK, b"", {"position": tick.position, "previous": list(tick.previous)}


def from_message(body: bytes, headers: Mapping[str, Any]) -> Run:
    """The events of a message; Unreadable ones where a later release wrote them. Raises Undecodable."""
    try:
        records = cloud_events.decode(body)
        run = Run(int(headers["partition"]), int(headers["prev"]), int(headers["position"]), records)
    except Exception as error:  # an upcaster may fail in any way, and the log tells how to go on
        raise Undecodable(f"A message does not carry events as this release reads them: {error}") from error
    if not records or records[-1].position != run.upto:
        raise Undecodable("A message does not carry the events its headers tell of.")
    return run


def tick_from(headers: Mapping[str, Any]) -> Tick:
    """The tick in the headers of a message. Raises Undecodable."""
    try:
        tick = Tick(int(headers["position"]), tuple(map(int, headers["previous"])))
    except (LookupError, TypeError, ValueError) as error:
        raise Undecodable(f"A message is not a tick: {error}") from error
    if len(tick.previous) != PARTITIONS:
        raise Undecodable("A tick of another number of partitions.")
    return tick
