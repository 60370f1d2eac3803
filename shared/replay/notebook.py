"""What can a notebook ask of history?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from shared.log import scan as log
from shared.log.scan import Scan
from shared.projection import Projection
from shared.records import Recorded
from shared.replay.encodings import PARQUET
from shared.replay.export import Exported, export
from shared.replay.fold import fold_log
from shared.replay.folder import Folder
from shared.replay.origin import watermark
from shared.replay.shape import EVENTS, exported

_ALL = Scan()


def batches(url: str, scan: Scan = _ALL) -> Iterator[pa.RecordBatch]:
    """The events a scan chooses, in the order of their positions, as Arrow batches of EVENTS.

    Takes a few megabytes of memory, however long the log is. Raises ScanFailed.
    """
    return map(exported, log.arrow(url, scan))


def read(url: str, scan: Scan = _ALL) -> pa.Table:
    """All these events at once, as an Arrow table of EVENTS. Raises ScanFailed."""
    return pa.Table.from_batches(batches(url, scan), EVENTS)


def records(url: str, scan: Scan = _ALL) -> Iterator[Recorded[Any]]:
    """The events one by one, typed, old versions lifted to the present one. Raises ScanFailed.

    Import the modules of `events` first: what no imported module declares is Unreadable.
    """
    for some in log.records(url, scan):
        yield from some


def fold(url: str, projection: Projection, scan: Scan = _ALL) -> pa.Table:
    """The rows that a projection makes of these events, as an Arrow table. Raises ScanFailed, FoldFailed."""
    return fold_log(url, _ended(url, scan), projection).table()


def to_parquet(url: str, folder: str | Path, scan: Scan = _ALL) -> Exported:
    """Export these events to a folder by month and context; repeated, it adds only what is new.

    Raises ScanFailed, OtherExport, Busy.
    """
    return export(url, _ended(url, scan), Folder(Path(folder), PARQUET))


def _ended(url: str, scan: Scan) -> Scan:
    last = watermark(url)
    return msgspec.structs.replace(scan, upto=last if scan.upto is None else min(scan.upto, last))
