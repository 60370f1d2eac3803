"""How do stored rows become records, fast enough to replay millions?"""

from collections.abc import Sequence
from typing import Any

import msgspec

from shared.log.mapper import Mapper
from shared.records import Envelope, Recorded

_ENVELOPE = ", ".join(Envelope.__struct_fields__)
COLUMNS = f"row_to_json((select e from (select {_ENVELOPE}) e))::text, payload"
"""The server writes each envelope as JSON: decoding that is three times faster than converting the
uuids and instants of a row one by one."""

_envelopes = msgspec.json.Decoder(list[Envelope])


def records(rows: Sequence[tuple[Any, ...]], mapper: Mapper) -> list[Recorded[Any]]:
    """The records in rows of COLUMNS. Raises UnknownEvent, NewerEvent."""
    unpack = mapper.unpack
    return [
        Recorded(unpack(envelope.type, envelope.schema_version, payload), envelope)
        for envelope, payload in stored(rows)
    ]


def readable(rows: Sequence[tuple[Any, ...]], mapper: Mapper) -> list[Recorded[Any]]:
    """As `records`, but an event this release cannot load is Unreadable, and stops no reader."""
    read = mapper.read
    return [
        Recorded(read(envelope.type, envelope.schema_version, payload), envelope)
        for envelope, payload in stored(rows)
    ]


def stored(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Envelope, memoryview]]:
    """The envelopes and payloads in rows of COLUMNS, the payloads as they are stored."""
    envelopes = _envelopes.decode("[" + ",".join([row[0] for row in rows]) + "]")
    return [(envelope, row[1]) for envelope, row in zip(envelopes, rows, strict=True)]
