"""How is an event turned into stored bytes, and stored bytes of any version back into an event?"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from shared.events import Event, Unreadable, event_class, event_name, upcasters


class NewerEvent(LookupError):
    """A stored event has a schema version that this release does not know yet."""


class Mapper:
    """Turns events into payload bytes and back; the only place that knows how a payload is laid out."""

    def __init__(self) -> None:
        self._encoder = msgspec.json.Encoder()
        self._decoders: dict[str, tuple[int, msgspec.json.Decoder[Any]]] = {}

    def pack(self, event: Event) -> bytes:
        """The payload as JSON."""
        return self._encoder.encode(event)

    def unpack(self, type_: str, schema_version: int, payload: bytes | memoryview) -> Event:
        """The event in a payload of that type and version. Raises UnknownEvent, NewerEvent."""
        known, decoder = self._decoders.get(type_) or self._learn(type_)
        if schema_version == known:
            event: Event = decoder.decode(payload)
            return event
        return _lifted(event_class(type_), schema_version, payload)

    def decoder(self, type_: str, schema_version: int) -> Callable[[bytes], Event]:
        """What `unpack` does with the payloads of one type and version. Raises UnknownEvent."""
        known, decoder = self._decoders.get(type_) or self._learn(type_)
        return decoder.decode if schema_version == known else partial(self.unpack, type_, schema_version)

    def read(self, type_: str, schema_version: int, payload: bytes | memoryview) -> Event | Unreadable:
        """As `unpack`, for readers whom one event must not hold up."""
        try:
            return self.unpack(type_, schema_version, payload)
        except Exception as error:  # an upcaster may fail in any way
            reason = f"{type(error).__name__}: {error}"
            return Unreadable(
                type=type_, schema_version=schema_version, payload=bytes(payload), reason=reason
            )

    def _learn(self, type_: str) -> tuple[int, msgspec.json.Decoder[Any]]:
        cls = event_class(type_)
        self._decoders[type_] = cls.schema_version, msgspec.json.Decoder(cls)
        return self._decoders[type_]


def _lifted(cls: type[Event], schema_version: int, payload: bytes | memoryview) -> Event:
    if schema_version > cls.schema_version:
        raise NewerEvent(
            f"{event_name(cls)} is stored in version {schema_version}, this release knows "
            f"{cls.schema_version}; start a release at least as new as the one that wrote it."
        )
    data = msgspec.json.decode(payload)
    lift = upcasters(cls)
    for version in range(schema_version, cls.schema_version):
        lift[version](data)
    return msgspec.convert(data, cls)
