"""How many events a second does the log take, beside the recorder that eventsourcing ships?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import uuid4

from benchmarks.figure import Figure, against_peer
from benchmarks.log_append_peers import LIBRARY, PGBENCH, STATE_BYTES, create_library_table, library, pgbench
from benchmarks.writers import Append, rate_of_processes, rate_of_threads
from shared.database import connect
from shared.events import Event
from shared.log.log import Log
from shared.log.schema import migrate
from shared.records import Commit, Header
from shared.servers.postgres_cluster import PrivateCluster

ROUNDS = 3
BULK_COMMITS = 20


class Measured(Event):
    text: str


class Server(NamedTuple):
    """A durable server of this run."""

    url: str
    folder: Path


def run() -> list[Figure]:
    """Everyone writes to one durable server, in turns."""
    with server("log_append") as where:
        return [
            *_lone_events(where, 8, at_least=5),
            *_lone_events(where, 32, at_least=8),
            *_many_events(where),
        ]


@contextmanager
def server(context: str) -> Iterator[Server]:
    """A durable server with a log and the library's table."""
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = PrivateCluster(Path(folder) / "postgres")
        cluster.start()
        engine = connect(cluster.url)
        migrate(engine, [context])
        engine.dispose()
        create_library_table(cluster.url)
        yield Server(cluster.url, Path(folder))
        cluster.stop()


def _lone_events(where: Server, writers: int, at_least: float) -> Iterator[Figure]:
    threads, processes, bare, theirs = _in_turns(
        partial(rate_of_threads, partial(service, events=1), where.url, writers),
        partial(rate_of_processes, partial(service, events=1), where.url, writers),
        partial(pgbench, where.url, writers, where.folder),
        partial(rate_of_processes, partial(library, events=1), where.url, writers),
    )
    for rate, who in ((threads, "threads of one process"), (processes, "processes")):
        work = f"one event per append, {writers} {who}"
        yield against_peer(work, rate, "events/s", peer=LIBRARY, peer_value=theirs, at_least=at_least)
        yield against_peer(work, rate, "events/s", peer=PGBENCH, peer_value=bare, at_least=0.6)


def _many_events(where: Server) -> Iterator[Figure]:
    usual, copied, theirs = _in_turns(
        partial(rate_of_processes, partial(service, events=500), where.url, 1),
        partial(rate_of_processes, partial(bulk, events=500), where.url, 1),
        partial(rate_of_processes, partial(library, events=500), where.url, 1),
    )
    for rate, how, at_least in ((usual, "as services do", 2), (copied, "in bulk", 4)):
        work = f"500 events per stream, {how}"
        yield against_peer(work, rate, "events/s", peer=LIBRARY, peer_value=theirs, at_least=at_least)


def _in_turns(*measured: Callable[[], float]) -> list[float]:
    """The mean rate of each, measured in turns so that what else the machine does hits all alike."""
    rounds = [[measure() for measure in measured] for _ in range(ROUNDS)]
    return [sum(rates) / ROUNDS for rates in zip(*rounds, strict=True)]


def service(url: str, events: int) -> Append:
    """One append of one command, as a service does it."""
    log = Log(connect(url, pool_size=32))

    def append() -> int:
        log.append([commit(events)])
        return events

    return append


def bulk(url: str, events: int) -> Append:
    """Some commands in one append, as a loader does it."""
    log = Log(connect(url))

    def append() -> int:
        log.append_bulk([commit(events) for _ in range(BULK_COMMITS)])
        return events * BULK_COMMITS

    return append


def commit(events: int) -> Commit:
    """That many events for a new stream."""
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="anna", branch="north", source="web")
    facts: tuple[Any, ...] = (_FACT,) * events
    return Commit(stream_id=uuid4(), expected_version=0, events=facts, header=header, digest=1)


_FACT = Measured(text="x" * (STATE_BYTES - len('{"text":""}')))
