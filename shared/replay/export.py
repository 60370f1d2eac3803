"""How do events get from the log into a target, fast, and exactly once?"""

from collections.abc import Generator, Iterator
from contextlib import closing

import msgspec
import pyarrow as pa

from shared.log import scan as log
from shared.log.scan import Scan
from shared.replay.ahead import ahead
from shared.replay.origin import log_id
from shared.replay.progress import Paused, Progress, Watch, never, unwatched
from shared.replay.shape import EVENTS, exported
from shared.replay.target import Target

STEP_BYTES = 128_000_000
"""So much is written at a time. A step that is broken off is done again."""
_AHEAD = 24


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an export: `events` of this run, `total` in the target, complete up to `position`."""

    finished: bool
    position: int
    upto: int
    events: int
    total: int
    seconds: float


def export(
    url: str,
    scan: Scan,
    target: Target,
    *,
    watch: Watch = unwatched,
    paused: Paused = never,
    step_bytes: int = STEP_BYTES,
) -> Exported:
    """Bring a target up to `scan.upto` (which must be given), from wherever it has come to before.

    Repeating it adds only what is new. It may be paused or killed at any moment: the next run goes on.
    Raises NoLog, ScanFailed, OtherExport, Busy.
    """
    if scan.upto is None:
        raise ValueError("An export must know where it ends: give scan.upto, such as the log's watermark.")
    try:
        before = target.begin(log_id(url), msgspec.structs.replace(scan, upto=None))
        progress = Progress(began=before.position, upto=scan.upto, position=before.position)
        if before.position < scan.upto:
            rest = msgspec.structs.replace(scan, after=before.position)
            scanned = log.arrow(url, rest, batch_bytes=min(step_bytes, log.BATCH_BYTES))
            _copy(_events(scanned, progress, watch, paused), target, progress, step_bytes)
        return Exported(
            finished=progress.position >= scan.upto,
            position=progress.position,
            upto=scan.upto,
            events=progress.events,
            total=before.events + progress.events,
            seconds=progress.seconds,
        )
    finally:
        target.close()


def _events(
    scanned: Generator[pa.RecordBatch, None, None], progress: Progress, watch: Watch, paused: Paused
) -> Iterator[pa.RecordBatch]:
    """The events that are left, until somebody pauses; the progress always says how far they have come."""
    with closing(ahead(scanned, _AHEAD)) as batches:
        for batch in batches:
            if paused():
                return
            progress.position = batch.column("position")[-1].as_py()
            progress.events += batch.num_rows
            watch(progress)
            yield exported(batch)
    if not paused():
        progress.position = progress.upto


def _copy(batches: Iterator[pa.RecordBatch], target: Target, progress: Progress, step_bytes: int) -> None:
    step: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        step.append(batch)
        size += batch.nbytes
        if size >= step_bytes:
            target.write(pa.Table.from_batches(step, EVENTS), progress.position, progress.upto)
            step, size = [], 0
    target.write(pa.Table.from_batches(step, EVENTS), progress.position, progress.upto)
