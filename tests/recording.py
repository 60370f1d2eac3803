"""Which envelope does an event of a test get?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared.events import Event, event_name
from shared.records import Envelope, Recorded

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def recorded(
    event: Event,
    stream_id: UUID,
    version: int = 1,
    position: int = 1,
    *,
    occurred_at: datetime = NOON,
    source: str = "web",
) -> Recorded[Event]:
    """The event as it would stand in the log."""
    return Recorded(
        event,
        Envelope(
            position=position,
            stream_id=stream_id,
            version=version,
            type=event_name(type(event)),
            schema_version=type(event).schema_version,
            occurred_at=occurred_at,
            recorded_at=occurred_at,
            actor="zhang.wei",
            branch="Shanghai",
            source=source,
            command_id=uuid4(),
            correlation_id=uuid4(),
            causation_id=None,
        ),
    )


def history(*streams: tuple[UUID, Sequence[Event]]) -> list[Recorded[Event]]:
    """The log of several streams, one after the other."""
    pairs = [
        (stream_id, version, event)
        for stream_id, events in streams
        for version, event in enumerate(events, 1)
    ]
    return [
        recorded(event, stream_id, version, position)
        for position, (stream_id, version, event) in enumerate(pairs, 1)
    ]
