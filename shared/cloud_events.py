"""How does a batch of events look as CloudEvents in JSON?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from shared.events import Event, UnknownEvent, Unreadable
from shared.log.mapper import Mapper, NewerEvent
from shared.records import Envelope, Recorded

Stored = tuple[Envelope, memoryview]
"""An envelope and a payload as the log holds them."""
Encoded = tuple[Envelope, bytes]
"""An envelope, and the whole event as a CloudEvent."""
_mapper = Mapper()


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """CloudEvents 1.0, with the rest of the envelope as extension attributes."""

    specversion: str = "1.0"
    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    data: msgspec.Raw
    position: int
    streamversion: int
    schemaversion: int
    occurredat: datetime
    actor: str
    branch: str
    via: str
    commandid: UUID
    correlationid: UUID
    causationid: UUID | None


def encode(event: Stored) -> Encoded:
    """An event in JSON, for several batches; the payload byte for byte as it is stored."""
    return event[0], _encoder.encode(_told(*event))


def batch(events: Sequence[Encoded]) -> bytes:
    """A batch in JSON."""
    return b"[" + b",".join([body for _, body in events]) + b"]"


def decode(body: bytes) -> list[Recorded[Any]]:
    """The events of a batch; Unreadable ones where a later release wrote them. Raises ValueError."""
    return [_recorded(told) for told in _decoder.decode(body)]


def _told(envelope: Envelope, payload: memoryview) -> CloudEvent:
    return CloudEvent(
        id=envelope.event_id,
        source=f"/hindsight/{envelope.type.partition('.')[0]}",
        type=envelope.type,
        subject=envelope.stream_id,
        time=envelope.recorded_at,
        data=msgspec.Raw(payload),
        position=envelope.position,
        streamversion=envelope.version,
        schemaversion=envelope.schema_version,
        occurredat=envelope.occurred_at,
        actor=envelope.actor,
        branch=envelope.branch,
        via=envelope.source,
        commandid=envelope.command_id,
        correlationid=envelope.correlation_id,
        causationid=envelope.causation_id,
    )


def _recorded(told: CloudEvent) -> Recorded[Any]:
    return Recorded(
        _event(told.type, told.schemaversion, told.data),
        Envelope(
            position=told.position,
            stream_id=told.subject,
            version=told.streamversion,
            type=told.type,
            schema_version=told.schemaversion,
            occurred_at=told.occurredat,
            recorded_at=told.time,
            actor=told.actor,
            branch=told.branch,
            source=told.via,
            command_id=told.commandid,
            correlation_id=told.correlationid,
            causation_id=told.causationid,
        ),
    )


def _event(type_: str, schema_version: int, data: msgspec.Raw) -> Event | Unreadable:
    try:
        return _mapper.unpack(type_, schema_version, memoryview(data))
    except (UnknownEvent, NewerEvent):
        # A payload that is broken is another matter: then the log tells what it should have been.
        return _mapper.read(type_, schema_version, bytes(data))


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[CloudEvent])
