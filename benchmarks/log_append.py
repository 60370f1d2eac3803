"""How many events a second does the log take, beside the recorder that eventsourcing ships?"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import make_url

from benchmarks.figure import Figure, against_peer
from shared.database import connect
from shared.events import Event
from shared.log.log import Log
from shared.log.schema import migrate
from shared.records import Commit, Header
from shared.servers.postgres_cluster import PrivateCluster

PEER = "eventsourcing.postgres"
STATE_BYTES = 340
ROUNDS = 3
SECONDS = 3.0
_processes = multiprocessing.get_context(
    "fork"
)  # a fresh interpreter for each would take longer than the run

Append = Callable[[], Any]


class Measured(Event):
    text: str


def run() -> list[Figure]:
    """Both recorders write to one durable server, in turns."""
    with _server() as url:
        return [
            _figure("one event per transaction, 8 writers", url, writers=8, events=1, at_least=4),
            _figure("500 events per append", url, writers=1, events=500, at_least=3),
        ]


@contextmanager
def _server() -> Iterator[str]:
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = PrivateCluster(Path(folder) / "postgres")
        cluster.start()
        engine = connect(cluster.url)
        migrate(engine, ["log_append"])
        engine.dispose()
        _library_recorder(cluster.url).create_table()
        yield cluster.url
        cluster.stop()


def _figure(work: str, url: str, *, writers: int, events: int, at_least: float) -> Figure:
    ours = theirs = 0.0
    for _ in range(ROUNDS):
        ours += _rate(_log_append, url, writers, events) / ROUNDS
        theirs += _rate(_library_append, url, writers, events) / ROUNDS
    return against_peer(work, ours, "events/s", peer=PEER, peer_value=theirs, at_least=at_least)


def _rate(prepare: Callable[[str, int], Append], url: str, writers: int, events: int) -> float:
    ready = _processes.Barrier(writers)
    counts = _processes.Queue()
    processes = [
        _processes.Process(target=_write, args=(prepare, url, events, ready, counts)) for _ in range(writers)
    ]
    for process in processes:
        process.start()
    total = sum(counts.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    return float(total)


def _write(prepare: Callable[[str, int], Append], url: str, events: int, ready: Barrier, counts: Any) -> None:
    append = prepare(url, events)
    append()  # connects
    ready.wait(timeout=60)
    started, appends = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        append()
        appends += 1
    counts.put(appends * events / (time.perf_counter() - started))


def _log_append(url: str, events: int) -> Append:
    log = Log(connect(url))
    overhead = len('{"text":""}')
    facts = tuple(Measured(text="x" * (STATE_BYTES - overhead)) for _ in range(events))

    def append() -> None:
        header = Header(
            command_id=uuid4(), correlation_id=uuid4(), actor="anna", branch="north", source="web"
        )
        log.append([Commit(stream_id=uuid4(), expected_version=0, events=facts, header=header, digest=1)])

    return append


def _library_append(url: str, events: int) -> Append:
    from eventsourcing.persistence import StoredEvent

    recorder = _library_recorder(url)

    def append() -> None:
        stream_id = uuid4()
        recorder.insert_events(
            [
                StoredEvent(stream_id, version, "log_append.Measured", b"x" * STATE_BYTES)
                for version in range(1, events + 1)
            ]
        )

    return append


def _library_recorder(url: str) -> Any:
    # Needs psycopg 3, which only the benchmark installs.
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

    address = make_url(url)
    host = str(address.query.get("host", address.host))
    who = address.username or "", address.password or ""
    return PostgresApplicationRecorder(
        PostgresDatastore(address.database or "", host, address.port or 5432, *who)
    )
