"""How fast is a read model folded again, does the price of an event stay the same, and in how much memory?"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.figure import Figure, bounded
from services import product
from services.operations.demo.history import write_history
from shared.database import connect
from shared.log.schema import migrate
from shared.servers.postgres_cluster import PrivateCluster

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
FROM, FLAT = 100_000, 1.2
EVENTS = int(os.environ.get("HINDSIGHT_BENCH_EVENTS", "300000"))
ROUNDS = 3
LONG = 1_000_000
"""From so many events on one round says enough."""
GOALS = {1: 150_000, 2: 250_000}
MEGABYTES = 1_000


class Measured(NamedTuple):
    """A rebuild from its first moment to the one in which the new rows serve, verified."""

    events: int
    seconds: float
    megabytes: float

    @property
    def rate(self) -> float:
        return self.events / self.seconds


def run() -> list[Figure]:
    """The list of deals of a believable history, from 10,000 events to HINDSIGHT_BENCH_EVENTS."""
    sizes = [*(size for size in SIZES if size < EVENTS), EVENTS]
    measured = {size: dict(_measured(size)) for size in sizes}
    largest = measured[EVENTS]
    return [
        *(_rate(size, workers, one) for size in sizes for workers, one in measured[size].items()),
        _flat(measured[FROM][1], largest[1]),
        bounded(
            f"rebuild, {EVENTS:,} events, memory of all its processes",
            max(one.megabytes for one in largest.values()),
            "MB",
            MEGABYTES,
            kind="at most",
        ),
    ]


def _rate(size: int, workers: int, one: Measured) -> Figure:
    work = f"rebuild, {size:,} events in the log, {workers} worker{'s' if workers > 1 else ''}"
    if size < EVENTS:
        return Figure(work=work, value=one.rate, unit="events/s", goal="a point of the curve", met=True)
    return bounded(work, one.rate, "events/s", GOALS[workers], kind="at least")


def _flat(small: Measured, large: Measured) -> Figure:
    ratio = small.rate / large.rate
    work = f"rebuild, price of an event at {EVENTS:,} beside that at {FROM:,}"
    return bounded(work, ratio, "times", FLAT, kind="at most")


def _measured(size: int) -> Iterator[tuple[int, Measured]]:
    with _log(size) as url:
        _rebuilt(url, 1)  # brings the rows up to date, which the next ones are compared with
        for workers in GOALS:
            yield (
                workers,
                max(
                    (_rebuilt(url, workers) for _ in range(ROUNDS if size < LONG else 1)),
                    key=lambda one: one.rate,
                ),
            )


def _rebuilt(url: str, workers: int) -> Measured:
    command = [sys.executable, "-m", "benchmarks.rebuild_process", url, str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


@contextmanager
def _log(size: int) -> Iterator[str]:
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = PrivateCluster(Path(folder) / "postgres")
        cluster.start()
        engine = connect(cluster.url)
        migrate(engine, product.names())
        engine.dispose()
        write_history(cluster.url, size)
        yield cluster.url
        cluster.stop()
