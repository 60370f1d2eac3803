"""How does a batch of Arrow columns become records, building only what is asked for?"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import repeat
from struct import Struct
from typing import Any
from uuid import UUID

import msgspec
import pyarrow as pa

from shared.events import Event, Unreadable
from shared.log.mapper import Mapper
from shared.records import Envelope, Recorded

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IDS = ("stream_id", "command_id", "correlation_id", "causation_id")
_INSTANTS = ("occurred_at", "recorded_at")
# MessagePack: msgspec makes UUIDs and instants of it many times as fast as Python's own classes do.
_ARRAY, _BYTES_16, _INSTANT, _NIL = b"\xdd", b"\xc4\x10", b"\xc7\x0c\xff", b"\xc0"
_STAMP = Struct("!3sIq").pack  # the mark, nanoseconds, seconds
_instants = msgspec.msgpack.Decoder(list[datetime])
_uuids = msgspec.msgpack.Decoder(list[UUID | None])
_mapper = Mapper()


class Scanned(Recorded[Any], frozen=True, gc=False):
    """A record of a batch: what every fold asks for stands in it, the envelope is built when looked at.

    As long as one is kept, so is its whole batch. Equal to, and pickled as, a plain record.
    """

    stream_id: UUID
    version: int
    position: int
    batch: "Batch"
    row: int

    @property  # type: ignore[misc] # stands for the field, which stays empty
    def envelope(self) -> Envelope:
        return self.batch.envelope(self.row)

    @property
    def occurred_at(self) -> datetime:
        return self.batch.occurred_at(self.row)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Recorded):
            return NotImplemented
        return bool(self.event == other.event and self.envelope == other.envelope)

    def __reduce__(self) -> Any:
        return Recorded, (self.event, self.envelope)


class Batch:
    """The columns of a batch, each turned into Python values when the first row asks for it."""

    def __init__(self, arrow: pa.RecordBatch) -> None:
        self._arrow = arrow

    def records(self) -> list[Scanned]:
        """All rows, in order."""
        ids, versions, positions = self._ids("stream_id"), self._plain("version"), self._plain("position")
        rows = range(self._arrow.num_rows)
        return list(map(Scanned, self._events(), repeat(None), ids, versions, positions, repeat(self), rows))

    def envelope(self, row: int) -> Envelope:
        """The whole envelope of a row."""
        return Envelope(**{name: column[row] for name, column in self._envelopes.items()})

    def occurred_at(self, row: int) -> datetime:
        """The business time of a row."""
        return _EPOCH + timedelta(microseconds=self._occurred[row])

    def _events(self) -> list[Event | Unreadable]:
        types, versions, payloads = map(self._plain, ("type", "schema_version", "payload"))
        try:
            decoders = _decoders(set(zip(types, versions, strict=True)))
            return [decoders[type_](payload) for type_, payload in zip(types, payloads, strict=True)]
        except Exception:  # one of them cannot be read so, and perhaps the others can
            return list(map(_mapper.read, types, versions, payloads))

    @cached_property
    def _occurred(self) -> list[int]:
        return self._instants("occurred_at")

    @cached_property
    def _envelopes(self) -> dict[str, list[Any]]:
        return {name: self._values(name) for name in Envelope.__struct_fields__}

    def _values(self, name: str) -> list[Any]:
        if name in _IDS:
            return self._ids(name)
        if name in _INSTANTS:
            items = [_STAMP(_INSTANT, us % 1_000_000 * 1000, us // 1_000_000) for us in self._instants(name)]
            return _instants.decode(b"".join((_ARRAY, len(items).to_bytes(4, "big"), *items)))
        return self._plain(name)

    def _ids(self, name: str) -> list[Any]:
        items = [_BYTES_16 + raw if raw else _NIL for raw in self._plain(name)]
        return _uuids.decode(b"".join((_ARRAY, len(items).to_bytes(4, "big"), *items)))

    def _instants(self, name: str) -> list[int]:
        found: list[int] = self._arrow.column(name).cast(pa.int64()).to_pylist()
        return found

    def _plain(self, name: str) -> list[Any]:
        column = self._arrow.column(name)
        if pa.types.is_fixed_size_binary(column.type):
            column = column.cast(pa.binary())  # which becomes Python's bytes ten times as fast
        values: list[Any] = column.to_pylist()
        return values


def _decoders(kinds: set[tuple[str, int]]) -> dict[str, Callable[[bytes], Event]]:
    """Type → what decodes its payloads. Raises LookupError where a type comes in several versions."""
    decoders = {type_: _mapper.decoder(type_, version) for type_, version in kinds}
    if len(decoders) < len(kinds):
        raise LookupError
    return decoders


def scanned(arrow: pa.RecordBatch) -> list[Recorded[Any]]:
    """The records in a batch of the scan's SCHEMA, in order."""
    with _no_collection():
        return list[Recorded[Any]](Batch(arrow).records())


@contextmanager
def _no_collection() -> Iterator[None]:
    # Nothing made here is garbage or forms a cycle: looking for some would take a quarter of the time.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
