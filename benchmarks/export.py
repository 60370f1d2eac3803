"""How many events a second leave the log for files, beside psycopg2 and csv?"""

import csv
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import Figure, against_peer, bounded
from services import product
from services.operations.demo.history import write_history
from shared.database import connect
from shared.log.scan import Scan
from shared.log.schema import migrate
from shared.replay import watermark
from shared.replay.csv_file import CsvFile
from shared.replay.encodings import PARQUET
from shared.replay.export import export
from shared.replay.folder import Folder
from shared.replay.target import Target
from shared.servers.postgres_cluster import PrivateCluster

EVENTS = 500_000
PEER_EVENTS = 100_000
ROUNDS = 3
PEER = "psycopg2 and csv"
_PEER = "select * from log.event_data order by position limit %s"


def run() -> list[Figure]:
    """Each writes the same log to the same disk, in turns; the best of three counts."""
    with TemporaryDirectory(prefix="hindsight-bench-") as folder, _log(Path(folder)) as url:
        theirs = _best(lambda number: _peer(url, Path(folder, f"peer{number}.csv")))
        parquet = _best(lambda number: _ours(url, Folder(Path(folder, f"parquet{number}"), PARQUET)))
        text = _best(lambda number: _ours(url, CsvFile(Path(folder, f"ours{number}.csv"))))
    peer = f"{PEER} ({theirs:,.0f} events/s)"
    return [
        bounded(
            "Parquet export",
            parquet,
            "events/s",
            200_000,
            kind="at least",
            peer=peer,
            ratio=parquet / theirs,
        ),
        against_peer("CSV export", text, "events/s", peer=PEER, peer_value=theirs, at_least=2),
    ]


@contextmanager
def _log(folder: Path) -> Iterator[str]:
    folder.chmod(0o755)
    cluster = PrivateCluster(folder / "postgres", durable=False)
    cluster.start()
    engine = connect(cluster.url)
    migrate(engine, product.names())
    engine.dispose()
    write_history(cluster.url, EVENTS)
    yield cluster.url
    cluster.stop()


def _best(rate: Callable[[int], float]) -> float:
    return max(rate(number) for number in range(ROUNDS))


def _ours(url: str, target: Target) -> float:
    done = export(url, Scan(upto=watermark(url)), target)
    return done.events / done.seconds


def _peer(url: str, path: Path) -> float:
    engine = connect(url)
    started, written = time.monotonic(), 0
    with path.open("w", newline="") as file, engine.connect() as connection:
        writer = csv.writer(file)
        options = {"stream_results": True, "max_row_buffer": 10_000}
        for row in connection.execution_options(**options).exec_driver_sql(_PEER, (PEER_EVENTS,)):
            writer.writerow(row)
            written += 1
    engine.dispose()
    return written / (time.monotonic() - started)
