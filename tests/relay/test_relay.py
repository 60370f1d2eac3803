"""What does the relay promise: every event reaches the broker, in order, whatever happens on the way?"""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

from sqlalchemy import Engine

from shared.log.log import Log
from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq_node import PrivateNode
from tests.contracts.processes import wait_until
from tests.harness.databases import fresh_database
from tests.relay.relaying import (
    Inbox,
    RelayProcess,
    RelayThread,
    cursor,
    positions,
    ring,
    wait_until_relayed,
)


def assert_complete(taken: list[tuple[int, int]], engine: Engine) -> None:
    """Everything arrived, and whoever skips what it already has sees the log's order without a gap."""
    logged = positions(engine)
    before = dict(zip(logged, [0, *logged], strict=False))
    assert {position for position, _ in taken} == set(logged)
    assert all(prev == before[position] for position, prev in taken)
    fresh = [position for position, high in zip(taken, _highest(taken), strict=True) if position[0] > high]
    assert [position for position, _ in fresh] == logged


def _highest(taken: list[tuple[int, int]]) -> list[int]:
    highest = [0]
    for position, _ in taken[:-1]:
        highest.append(max(highest[-1], position))
    return highest


def test_events_arrive_in_order_each_naming_the_one_before(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    with RelayThread(database, amqp_url), ThreadPoolExecutor(4) as writers:
        last = max(writers.map(partial(ring, database), range(1, 60)))
        wait_until_relayed(database, last)
    taken = inbox.take_all()
    assert taken[0][1] == 0
    assert all(later[1] == earlier[0] for earlier, later in pairwise(taken))
    assert_complete(taken, database)


def test_an_event_is_on_its_way_soon_after_it_happened(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    with RelayThread(database, amqp_url) as relay:
        wait_until_relayed(database, ring(database, 1))
        time.sleep(0.3)  # long enough for the relay to slow down
        started = time.monotonic()
        ring(database, 1)
        wait_until(lambda: inbox.size() == 2)
        assert time.monotonic() - started < 0.5
        assert relay.problems() == {"database": None, "broker": None}


def test_a_killed_relay_loses_nothing(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    last = [ring(database, 500) for _ in range(8)][-1]
    for stop_at in (300, 1800):
        relay = RelayProcess(database, amqp_url)
        wait_until(partial(lambda enough: inbox.size() > enough, stop_at))
        relay.kill()
    relay = RelayProcess(database, amqp_url)
    wait_until_relayed(database, last)
    assert relay.end() == 0
    assert_complete(inbox.take_all(), database)


def test_without_listeners_the_relay_goes_on(database: Engine, amqp_url: str) -> None:
    with RelayThread(database, amqp_url):
        wait_until_relayed(database, ring(database, 10))


def test_one_relay_works_and_another_takes_over(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    first = RelayProcess(database, amqp_url)
    wait_until_relayed(database, ring(database, 100))
    with RelayThread(database, amqp_url) as second:
        wait_until_relayed(database, ring(database, 100))
        assert not second.leading
        assert second.problems() == {"database": None, "broker": None}
        first.kill()
        wait_until_relayed(database, ring(database, 100))
        assert second.leading
    assert_complete(inbox.take_all(), database)


def test_while_the_broker_is_away_events_wait_in_the_log(database: Engine, own_broker: PrivateNode) -> None:
    inbox = Inbox(own_broker.url)
    with RelayThread(database, own_broker.url) as relay:
        relayed = ring(database, 300)
        wait_until_relayed(database, relayed)
        own_broker.kill()
        last = ring(database, 300)
        wait_until(lambda: relay.problems()["broker"] is not None)
        wait_until(lambda: Log(database).watermark() >= last)
        assert cursor(database) == relayed
        own_broker.start()
        wait_until_relayed(database, last)
        wait_until(lambda: relay.problems()["broker"] is None)
    inbox.reconnect()
    assert_complete(inbox.take_all(), database)


def test_a_relay_outlives_its_database(durable_postgres: PrivateCluster, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    with fresh_database(durable_postgres.url) as database, RelayThread(database, amqp_url) as relay:
        wait_until_relayed(database, ring(database, 20))
        durable_postgres.kill()
        wait_until(lambda: relay.problems()["database"] is not None)
        durable_postgres.start()
        database.dispose()
        wait_until_relayed(database, ring(database, 20))
        assert_complete(inbox.take_all(), database)
