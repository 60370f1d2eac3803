"""How do events reach a fold fast? A thread fetches the next batch, and only what is asked for is built."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import repeat
from typing import Any
from uuid import UUID

import pyarrow as pa
from sqlalchemy import make_url

from shared.log.scan import Scan, arrow
from shared.log.scan_batch import Batch
from shared.log.scan_query import COLUMNS
from shared.records import Envelope, Recorded
from shared.replay.ahead import ahead

_AHEAD = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FEW = ("position", "stream_id", "version", "type", "schema_version", "occurred_at", "payload")


class NeedsEnvelope(BaseException):
    """A fold asks for more of the envelope than was read. No Exception, so that no fold can swallow it."""


class Lean(Recorded[Any], frozen=True, gc=False):
    """A record whose stream is told by its 16 bytes: hashing a UUID costs more than folding a small event."""

    batch: "LeanBatch"
    row: int
    stream: bytes
    version: int
    position: int

    @property
    def stream_id(self) -> UUID:
        return UUID(bytes=self.stream)

    @property  # type: ignore[misc] # stands for the field, which stays empty
    def envelope(self) -> Envelope:
        if not self.batch.whole:
            raise NeedsEnvelope
        return self.batch.envelope(self.row)

    @property
    def occurred_at(self) -> datetime:
        return _EPOCH + timedelta(0, 0, self.batch.occurred[self.row])


class LeanBatch(Batch):
    """A batch whose records are lean; only one that is `whole` knows their envelopes."""

    def __init__(self, arrow: pa.RecordBatch) -> None:
        super().__init__(arrow)
        self.whole = arrow.num_columns > len(_FEW)

    @cached_property
    def occurred(self) -> list[int]:
        """The business time of each row in microseconds."""
        return self._instants("occurred_at")

    def lean(self) -> list[Lean]:
        """All rows, in order."""
        streams, versions, positions = self._streams(), self._plain("version"), self._plain("position")
        rows = range(self._arrow.num_rows)
        return list(map(Lean, self._events(), repeat(None), repeat(self), rows, streams, versions, positions))

    def _streams(self) -> list[bytes]:
        column = self._arrow.column("stream_id")
        stored = column.buffers()[1].slice(column.offset * 16, len(column) * 16).to_pybytes()
        return [stored[start : start + 16] for start in range(0, len(stored), 16)]


def read(url: str, scan: Scan, *, envelopes: bool) -> Iterator[list[Lean]]:
    """The events of a scan, in order, in lists of some thousand. Raises ScanFailed.

    Without `envelopes`, records know only their stream, version, position and business time.
    """
    # Partitions are a filter of which PostgreSQL knows no selectivity: it would sort the whole log on disk.
    unsorted = make_url(url).update_query_dict({"options": "-c enable_sort=off"})
    address = unsorted.render_as_string(hide_password=False)
    with closing(ahead(arrow(address, scan, columns=COLUMNS if envelopes else _FEW), _AHEAD)) as batches:
        for batch in batches:
            yield LeanBatch(batch).lean()
