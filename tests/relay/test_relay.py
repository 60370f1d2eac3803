"""What does the relay promise: every event reaches the broker, in order, whatever happens on the way?"""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

from sqlalchemy import Engine, text

from shared.log.log import Log
from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq_node import PrivateNode
from shared.slices import PARTITIONS, WHOLE
from shared.wire import Run
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


def assert_complete(taken: list[Run], engine: Engine) -> None:
    """Everything arrived, and whoever skips what it already has sees each partition without a gap."""
    for partition, logged in positions(engine).items():
        runs = [run for run in taken if run.partition == partition]
        before = dict(zip(logged, [0, *logged], strict=False))
        assert all(run.prev == before[run.records[0].position] for run in runs)
        assert seen(runs) == logged


def seen(runs: list[Run]) -> list[int]:
    """The positions a reader meets who skips what it already has."""
    found: list[int] = []
    for record in (record for run in runs for record in run.records):
        if not found or record.position > found[-1]:
            found.append(record.position)
    return found


def test_events_arrive_in_order_each_run_naming_the_event_before(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    with RelayThread(database, amqp_url), ThreadPoolExecutor(4) as writers:
        last = max(writers.map(partial(ring, database), range(1, 60)))
        wait_until_relayed(database, last)
    taken = inbox.take_all()
    whole = [run for run in taken if run.partition == WHOLE]
    assert all(later.prev == earlier.upto for earlier, later in pairwise(whole))
    assert_complete(taken, database)


def test_a_tick_names_the_last_event_of_each_partition(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    with RelayThread(database, amqp_url):
        wait_until_relayed(database, [ring(database, 3) for _ in range(40)][-1])
    inbox.take_all()
    logged = positions(database)
    assert inbox.tick is not None
    assert inbox.tick.position >= logged[WHOLE][-1]
    assert inbox.tick.previous == tuple(logged.get(p, [0])[-1] for p in range(PARTITIONS))


def test_who_follows_a_relay_of_an_earlier_release_finds_a_gap_unless_it_has_read_the_log(
    database: Engine, amqp_url: str
) -> None:
    noted = ring(database, 5)
    with RelayThread(database, amqp_url):
        wait_until_relayed(database, noted)
    earlier = ring(database, 5)
    with database.begin() as connection:
        connection.execute(text("update log.relay_cursor set position = :at"), {"at": earlier})
    inbox = Inbox(amqp_url)
    with RelayThread(database, amqp_url):
        wait_until_relayed(database, ring(database, 1))
    assert {run.prev for run in inbox.take_all()} == {earlier}


def test_an_event_is_on_its_way_soon_after_it_happened(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    with RelayThread(database, amqp_url) as relay:
        wait_until_relayed(database, ring(database, 1))
        time.sleep(0.3)  # long enough for the relay to slow down
        started = time.monotonic()
        ring(database, 1)
        wait_until(lambda: inbox.size() == 2 * 3)
        assert time.monotonic() - started < 0.5
        assert relay.problems() == {"database": None, "broker": None}


def test_a_killed_relay_loses_nothing(database: Engine, amqp_url: str) -> None:
    inbox = Inbox(amqp_url)
    last = [ring(database, 500) for _ in range(8)][-1]
    for stop_at in (1, 6):
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
