"""The embedded tail folds at once, tells who listens, takes over from another, lives through restarts."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Queue
from time import monotonic, sleep
from typing import TypeVar

import psycopg2
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.database import POOL_SECONDS, connect
from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.projector.failures import pauses
from shared.projector.tail import Tail
from shared.projector.wait import wait_for
from shared.refusals import Unavailable
from shared.servers.postgres_cluster import PrivateCluster
from tests.harness import databases
from tests.projector.parcels import SENT_AT, CityRow, ParcelMoved, arrivals, parcels, rows, send

T = TypeVar("T")


@contextmanager
def tailing(database: Engine, *more: Projection) -> Iterator[Tail]:
    tail = Tail(database, Projector(database, [parcels, arrivals, *more]))
    tail.start()
    try:
        yield tail
    finally:
        tail.stop()


def test_who_waits_for_a_position_sees_its_own_write(database: Engine, log: Log) -> None:
    with tailing(database) as tail:
        for number in range(20):
            receipt = send(log, [number], "Leeds")[0]
            tail.wake()
            wait_for(database, ["parcels", "arrivals"], receipt.position)
            assert len(rows(database, "parcels")) == number + 1
        assert tail.problem() is None


def test_an_append_nobody_announced_is_found_soon(database: Engine, log: Log) -> None:
    with tailing(database):
        receipt = send(log, [1])[0]
        started = monotonic()
        wait_for(database, ["parcels"], receipt.position)
        assert monotonic() - started < 2


def test_who_waits_while_every_connection_is_in_use_waits_little_longer_than_the_deadline(
    database: Engine, projector: Projector
) -> None:
    engine, started = connect(database.url, pool_size=1), monotonic()
    with engine.connect(), engine.connect(), pytest.raises(Unavailable):
        wait_for(engine, ["parcels"], 99, 0.1)
    assert monotonic() - started < POOL_SECONDS + 1
    engine.dispose()


def test_waiting_ends_at_the_deadline_with_a_clear_sentence(database: Engine, projector: Projector) -> None:
    with pytest.raises(Unavailable, match="up to position 0, and you asked for position 99"):
        wait_for(database, ["parcels"], 99, 0.05)


def test_listeners_hear_of_every_position(database: Engine, log: Log) -> None:
    heard: Queue[int] = Queue()
    with tailing(database) as tail:
        silence = tail.listen(heard.put)
        receipt = send(log, range(3))[-1]
        tail.wake()
        while heard.get(timeout=10) < receipt.position:
            pass
        silence()
        wait_for(database, ["parcels"], send(log, [3])[0].position)
    assert heard.empty()


def test_a_stopped_read_model_does_not_silence_the_others(database: Engine, log: Log) -> None:
    stuck = Projection("stuck", version=1, row=CityRow, key_fields=2)
    stuck.on(ParcelMoved, key=lambda record: (record.event.city, SENT_AT.date()))(
        lambda row, record: row.nowhere
    )
    heard: Queue[int] = Queue()
    with tailing(database, stuck) as tail:
        tail.listen(heard.put)
        position = send(log, [1], "Leeds")[0].position
        tail.wake()
        while heard.get(timeout=10) < position:
            pass


def test_a_second_process_stands_by_and_takes_over(database: Engine, log: Log) -> None:
    other = connect(database.url.render_as_string(hide_password=False))
    heard: Queue[int] = Queue()
    with tailing(database) as first, tailing(other) as second:
        second.listen(heard.put)
        position = send(log, [1])[0].position
        while heard.get(timeout=10) < position:
            pass
        first.stop()
        wait_for(other, ["parcels"], send(log, [2])[0].position, 10)
    other.dispose()


def test_the_tail_lives_through_a_crash_of_the_database(durable_postgres: PrivateCluster) -> None:
    with databases.fresh_database(durable_postgres.url) as database, tailing(database) as tail:
        log = Log(database)
        wait_for(database, ["parcels"], send(log, range(10), "Leeds")[-1].position)
        crash(database)
        position = patiently(lambda: send(log, range(10, 20), "Leeds"))[-1].position
        tail.wake()
        patiently(lambda: wait_for(database, ["parcels", "arrivals"], position, 30))
        assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 20)]


def crash(database: Engine) -> None:
    """Kill one server process: PostgreSQL then throws out everybody and recovers from its log."""
    with suppress(DBAPIError), database.connect() as connection:
        os.kill(connection.exec_driver_sql("select pg_backend_pid()").scalar_one(), signal.SIGKILL)


def patiently(act: Callable[[], T], seconds: float = 30) -> T:
    """Do it as soon as the database takes connections again."""
    deadline = monotonic() + seconds
    for pause in pauses():
        try:
            return act()
        except (DBAPIError, psycopg2.Error):
            assert monotonic() < deadline
            sleep(pause)
    raise AssertionError
