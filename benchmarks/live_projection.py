"""How many events a second become rows of a read model through RabbitMQ, beside eventsourcing's runner?"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from kombu.connection import Connection
from sqlalchemy import Engine, make_url

from benchmarks.cards import cards, fill
from benchmarks.figure import Figure, against_peer, bounded
from shared.database import connect
from shared.log.log import Log
from shared.log.schema import migrate
from shared.projector.prepare import prepare
from shared.projector.queues import declare, declare_dead_letters, partition_queues
from shared.relay.relay import Relay
from shared.servers import rabbitmq
from shared.servers.ports import free_ports
from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq_node import PrivateNode, scripts

PEER = "eventsourcing ProjectionRunner"
CARDS, MOVES = 10_000, 7
PEER_CARDS = 500
AT_LEAST, EVENTS_AT_LEAST = 40, 25_000


def run() -> list[Figure]:
    """Both fold the same kind of events into the same rows, on one durable server."""
    from benchmarks import library_projection  # needs psycopg 3, which only the benchmarks install

    with _servers() as (cluster, node):
        peer = library_projection.rate(cluster.url, PEER_CARDS, MOVES)
        relayed, one = _live(cluster, node, "one", workers=1)
        _, two = _live(cluster, node, "two", workers=2)
    return [
        against_peer("live projection", one, "events/s", peer=PEER, peer_value=peer, at_least=AT_LEAST),
        bounded("live projection, one worker", one, "events/s", EVENTS_AT_LEAST, kind="at least"),
        against_peer(
            "live projection, two workers", two, "events/s", peer="one worker", peer_value=one, at_least=1
        ),
        bounded("relay", relayed, "events/s", EVENTS_AT_LEAST, kind="at least"),
    ]


@contextmanager
def _servers() -> Iterator[tuple[PrivateCluster, PrivateNode]]:
    found = scripts()
    if found is None:
        sys.exit(f"This benchmark needs a RabbitMQ of its own: {rabbitmq.INSTALL}")
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = PrivateCluster(Path(folder) / "postgres")
        node = PrivateNode(Path(folder) / "rabbitmq", found, rabbitmq.answers)
        try:
            cluster.start()
            node.start()
            yield cluster, node
        finally:
            node.stop()
            cluster.stop()


def _live(cluster: PrivateCluster, node: PrivateNode, vhost: str, *, workers: int) -> tuple[float, float]:
    """Events a second of the relay alone, then of so many workers that take what it sent from the broker."""
    with ExitStack() as stack:
        url, amqp_url = _database(cluster, vhost), node.vhost(vhost)
        engine = connect(url)
        stack.callback(engine.dispose)
        migrate(engine, ["cards"])
        prepare(engine, [cards])
        _declare(amqp_url)
        events = fill(Log(engine), CARDS, MOVES)
        relayed = events / _relay(engine, amqp_url, events)
        for _ in range(workers):
            stack.enter_context(_worker(url, amqp_url))
        _wait(lambda: _positions(engine)[1] > 0)
        started = time.perf_counter()
        _wait(lambda: _positions(engine)[0] >= events)
        return relayed, events / (time.perf_counter() - started)


def _database(cluster: PrivateCluster, name: str) -> str:
    owner = connect(cluster.url).execution_options(isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql(f"create database {name}")
    owner.dispose()
    return make_url(cluster.url).set(database=name).render_as_string(hide_password=False)


def _declare(amqp_url: str) -> None:
    with Connection(amqp_url) as connection:
        declare_dead_letters(connection)
        for queue in partition_queues().values():
            declare(connection, queue)


def _relay(engine: Engine, amqp_url: str, events: int) -> float:
    relay = Relay(engine, amqp_url)
    thread = Thread(target=relay.run)
    started = time.perf_counter()
    thread.start()
    _wait(lambda: _sent(engine) >= events)
    seconds = time.perf_counter() - started
    relay.stop()
    thread.join()
    return seconds


@contextmanager
def _worker(url: str, amqp_url: str) -> Iterator[None]:
    environment = os.environ | {
        "HINDSIGHT_DATABASE_URL": url,
        "HINDSIGHT_AMQP_URL": amqp_url,
        "HINDSIGHT_METRICS_PORT": str(free_ports(1)[0]),
    }
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.cards_worker"], env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _positions(engine: Engine) -> tuple[int, int]:
    """Where the furthest behind and the furthest ahead of the partitions stand."""
    with engine.connect() as connection:
        row = connection.exec_driver_sql("select min(position), max(position) from read.checkpoints").one()
        return row[0], row[1]


def _sent(engine: Engine) -> int:
    with engine.connect() as connection:
        found = connection.exec_driver_sql("select coalesce(max(position), 0) from log.relay_cursor")
        return int(found.scalar_one())


def _wait(reached: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            sys.exit("The events did not become rows in time.")
        time.sleep(0.01)
