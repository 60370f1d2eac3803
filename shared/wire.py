"""How does an event look as a message, to the relay that sends it and to everyone who receives it?

The body is the stored payload, byte for byte. The headers are those of CloudEvents (binary mode) and the
rest of the envelope: `position`, `prev` (the position of the event before it, 0 for the first), `version`,
`schema_version`, `occurred_at`, `recorded_at`, `actor`, `branch`, `source`, `command_id`, `correlation_id`,
`causation_id` (left out where there is none). The routing key is the event type.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.events import Event, UnknownEvent, Unreadable
from shared.log.mapper import Mapper, NewerEvent
from shared.records import Envelope, Recorded

EXCHANGE = "hindsight.events"
CONTENT_TYPE = "application/json"
_ENVELOPE_HEADERS = tuple(
    field for field in Envelope.__struct_fields__ if field not in ("stream_id", "type", "causation_id")
)
_mapper = Mapper()


class Undecodable(ValueError):
    """A message is not an event this release can read; the message says why."""


def to_message(envelope: Envelope, payload: bytes, prev: int) -> tuple[bytes, dict[str, Any]]:
    """Body and headers of the message about one stored event; `prev` is the position of the one before it."""
    fields = msgspec.to_builtins(envelope)
    headers = {name: fields[name] for name in _ENVELOPE_HEADERS}
    if envelope.causation_id is not None:
        headers["causation_id"] = fields["causation_id"]
    return payload, {
        **headers,
        "prev": prev,
        "ce-specversion": "1.0",
        "ce-id": str(envelope.event_id),
        "ce-type": envelope.type,
        "ce-source": f"/hindsight/{envelope.type.partition('.')[0]}",
        "ce-time": fields["recorded_at"],
        "ce-subject": fields["stream_id"],
    }


def from_message(body: bytes, headers: Mapping[str, Any]) -> Recorded[Any]:
    """The event in a message; Unreadable where a later release wrote it. Raises Undecodable."""
    try:
        envelope = msgspec.convert(
            {
                **headers,
                "type": headers["ce-type"],
                "stream_id": headers["ce-subject"],
                "causation_id": headers.get("causation_id"),
            },
            Envelope,
        )
        return Recorded(_event(envelope, body), envelope)
    except (LookupError, TypeError, ValueError) as error:
        raise Undecodable(f"A message is not an event this release can read: {error}") from error


def _event(envelope: Envelope, body: bytes) -> Event | Unreadable:
    try:
        return _mapper.unpack(envelope.type, envelope.schema_version, body)
    except (UnknownEvent, NewerEvent):
        # A body that is broken is another matter: then the log tells what it should have been.
        return _mapper.read(envelope.type, envelope.schema_version, body)


def previous(headers: Mapping[str, Any]) -> int:
    """The position of the event before the one in this message. Raises Undecodable."""
    prev = headers.get("prev")
    if not isinstance(prev, int):
        raise Undecodable("A message does not say which event came before it (header prev).")
    return prev
