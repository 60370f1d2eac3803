"""How does a stream become a state, however long it is?"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any
from uuid import UUID

from shared.aggregate import Aggregate
from shared.events import Event, event_name
from shared.log.log import Log
from shared.records import Recorded
from shared.snapshots import EVERY, kind_of, packed, unpacked


class Stream:
    """A stream as the commands of one batch see it, including what they decided so far.

    `snapshot` is the version of the snapshot it was loaded from, 0 for none; `records` are those after it.
    `foreign`: somebody named a record of another kind.
    """

    def __init__(self, aggregate: Aggregate[Any], records: Sequence[Recorded[Any]]) -> None:
        self.records = records
        self.version = len(records)
        self.begins = records[0].envelope.type if records else None
        self.foreign = self.begins is not None and not aggregate.knows(self.begins)
        self.snapshot = 0
        self._aggregate = aggregate
        self._state: Any = None
        self._folded = False

    def go_on(self, log: Log, stream_id: UUID) -> None:
        """Take in the rest of a stream of which only the first records are here."""
        found = log.snapshot(stream_id, self._kind())
        state = unpacked(self._aggregate, found[1]) if found else None
        if found and state is not None:
            self.snapshot, self._state = found[0], state
            self.records = log.stream(stream_id, after=self.snapshot)
        else:
            self.records = [*self.records, *log.stream(stream_id, after=self.version)]
        self.version = self.snapshot + len(self.records)

    def state(self) -> Any:
        """The state, folded on first use."""
        if not self._folded:
            self._state, self._folded = self._aggregate.fold(self.records, self._state), True
        return self._state

    def after(self, events: Sequence[Event]) -> Any:
        """The state once this has happened."""
        return reduce(self._aggregate.evolve, events, self.state())

    def grow(self, events: Sequence[Event]) -> None:
        """Take in what was decided, for the next command."""
        if events and self.begins is None:
            self.begins = event_name(type(events[0]))
        if events:
            self._state = self.after(events)
        self.version += len(events)

    def keep(self, log: Log, stream_id: UUID) -> None:
        """Keep a snapshot of the present state, where the last one has become old."""
        if self._folded and self.version - self.snapshot >= EVERY:
            log.keep_snapshot(stream_id, self._kind(), self.version, packed(self._state))

    def _kind(self) -> str:
        return kind_of(self._aggregate, self.begins or "")


def load(log: Log, aggregates: Mapping[UUID, Aggregate[Any]]) -> dict[UUID, Stream]:
    """These streams, in one query unless one is so long that it has a snapshot."""
    beginnings = log.streams(aggregates, upto=EVERY)
    loaded = {stream_id: Stream(aggregates[stream_id], records) for stream_id, records in beginnings.items()}
    for stream_id, stream in loaded.items():
        if stream.version == EVERY:
            stream.go_on(log, stream_id)
    return loaded
