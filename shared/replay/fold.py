"""What does a projection make of history, here in memory and away from the live read models?"""

from collections.abc import Sequence
from contextlib import closing
from operator import attrgetter
from typing import Any

import msgspec
import pyarrow as pa

from shared.events import Unreadable, event_name
from shared.log import scan as log
from shared.log.scan import Scan
from shared.log.scan_batch import scanned
from shared.projection import Projection, Row
from shared.projector.fold import checked, fold, steps
from shared.projector.table import Rows
from shared.records import Recorded
from shared.replay import rows as arrow_rows
from shared.replay.ahead import ahead
from shared.replay.progress import Progress, Watch, unwatched
from shared.replay.shape import scanned_shape

_AHEAD = 8


class FoldFailed(RuntimeError):
    """A fold failed on an event; the message names both. Nothing was written."""


class Folded(msgspec.Struct, frozen=True):
    """The rows of a projection as of a position.

    events: how many were folded. unreadable: how many of them this release cannot load, and left out.
    """

    projection: Projection
    rows: list[Row]
    position: int
    events: int
    unreadable: int

    def table(self) -> pa.Table:
        """The rows as an Arrow table, sorted by their key. Raises DoesNotFit."""
        return arrow_rows.table(self.projection, self.rows)


class Folding:
    """Folds records, given in order, into rows in memory."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self._rows: Rows = {}
        self.unreadable = 0

    def add(self, records: Sequence[Recorded[Any]]) -> None:
        """Fold the next records. Raises FoldFailed."""
        self.unreadable += sum(isinstance(record.event, Unreadable) for record in records)
        try:
            fold(steps(self.projection, records), self._rows)
        except Exception as error:  # a fold may fail in any way
            raise self._failed(error) from error

    def rows(self) -> list[Row]:
        """The rows there are now. Raises FoldFailed."""
        key = attrgetter(*self.projection.row.__struct_fields__[: self.projection.key_fields])
        try:
            return checked(self._rows, key)
        except ValueError as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> FoldFailed:
        where = "; ".join(getattr(error, "__notes__", []))
        what = f"{type(error).__name__}: {error}" + (f" ({where})" if where else "")
        return FoldFailed(f"The fold of {self.projection.name} failed: {what}. Nothing was written.")


def handled(projection: Projection, scan: Scan) -> Scan:
    """The scan without events of types that the projection does not follow."""
    followed = {event_name(event) for event in projection.handlers}
    wanted = followed & set(scan.types) if scan.types else followed
    # An empty filter would let everything pass; a type that cannot be lets nothing pass.
    return msgspec.structs.replace(scan, types=tuple(sorted(wanted)) or ("",))


def fold_log(url: str, scan: Scan, projection: Projection, watch: Watch = unwatched) -> Folded:
    """Fold the part of the log that a scan chooses. `scan.upto` must be given.

    Raises ScanFailed, FoldFailed.
    """
    if scan.upto is None:
        raise ValueError("A fold must know where it ends: give scan.upto, such as the log's watermark.")
    folding, progress = Folding(projection), Progress(began=scan.after, upto=scan.upto, position=scan.after)
    with closing(ahead(log.arrow(url, handled(projection, scan)), _AHEAD)) as batches:
        for batch in batches:
            folding.add(scanned(batch))
            progress.position = batch.column("position")[-1].as_py()
            progress.events += batch.num_rows
            watch(progress)
    return Folded(projection, folding.rows(), scan.upto, progress.events, folding.unreadable)


def fold_table(events: pa.Table, projection: Projection) -> pa.Table:
    """Fold events given as an Arrow table (of a scan, or exported) into the projection's rows.

    The table holds whole streams, or everything where rows hear of several. Raises FoldFailed.
    """
    folding = Folding(projection)
    for batch in scanned_shape(events).to_batches(max_chunksize=10_000):
        folding.add(scanned(batch))
    return arrow_rows.table(projection, folding.rows())
