"""Projector processes share the partitions by themselves, while some start, die, freeze and wake up again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.projector.fold import fold, steps
from shared.projector.followed import EVERYTHING
from shared.projector.membership import Membership, share_of
from shared.projector.wait import wait_for
from shared.servers.ports import free_ports
from tests.projector.parcels import ParcelMoved, arrivals, parcels, rows, send, then
from tests.projector.publishing import eventually
from tests.relay.relaying import RelayThread

NAMES = ["parcels", "arrivals"]
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.mark.parametrize("members", range(1, 20))
def test_each_partition_has_one_owner(members: int) -> None:
    shares = [share_of(rank, members) for rank in range(members)]
    assert sorted(partition for share in shares for partition in share) == sorted(EVERYTHING)


def test_members_come_and_go(database: Engine) -> None:
    first, second = Membership(database), Membership(database)
    first.start()
    eventually(lambda: first.share() == EVERYTHING)
    second.start()
    eventually(lambda: len(first.share()) == 8 and len(second.share()) == 9)
    first.stop()
    eventually(lambda: second.share() == EVERYTHING)
    second.stop()


@pytest.fixture
def start(database: Engine, amqp_url: str) -> Iterator[Start]:
    """Starts projector processes."""
    environment = os.environ | {
        "HINDSIGHT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "HINDSIGHT_AMQP_URL": amqp_url,
    }
    with ExitStack() as stack:

        def started() -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.projector.projecting"],
                env=environment | {"HINDSIGHT_METRICS_PORT": str(free_ports(1)[0])},
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield started


def owners(database: Engine) -> set[str]:
    """The processes that moved a checkpoint last."""
    with database.connect() as connection:
        found = connection.exec_driver_sql("select distinct owner from read.checkpoints").scalars()
        return {str(owner).rpartition(":")[2] for owner in found}


def test_processes_are_added_killed_and_frozen_and_every_event_counts_once_and_in_order(
    database: Engine, log: Log, amqp_url: str, start: Start
) -> None:
    Projector(database, [parcels, arrivals]).prepare()
    with RelayThread(database, amqp_url), business(log) as last:
        killed, frozen = start(), start()
        eventually(lambda: owners(database) == {str(killed.pid), str(frozen.pid)}, 60)
        killed.kill()
        added = start()
        eventually(lambda: owners(database) == {str(frozen.pid), str(added.pid)}, 60)
        frozen.send_signal(signal.SIGSTOP)
        eventually(lambda: owners(database) == {str(added.pid)}, 60)
        frozen.send_signal(signal.SIGCONT)
        eventually(lambda: owners(database) == {str(frozen.pid), str(added.pid)}, 60)
        wait_for(database, NAMES, last(), 60)
    assert {row[0]: (row[4], row[10]) for row in rows(database, "parcels")} == {
        key: (row.city, row.moves) for key, row in from_zero(log, parcels).items()
    }
    assert {row[:2]: row[2] for row in rows(database, "arrivals")} == {
        key: row.arrivals for key, row in from_zero(log, arrivals).items()
    }


def from_zero(log: Log, projection: Projection) -> dict[Any, Any]:
    """The rows a fold of the whole log comes to, in memory."""
    found: dict[Any, Any] = {}
    fold(steps(projection, log.read(0, 1_000_000)), found)
    return found


@contextmanager
def business(log: Log) -> Iterator[Callable[[], int]]:
    """Parcels keep moving until the function it yields ends that, and tells the last position."""
    ending, reached = Event(), [0]

    def go_on() -> None:
        for number in count(step=20):
            if ending.is_set():
                return
            send(log, range(number, number + 20), "Leeds")
            for moved in range(number, number + 20, 3):
                receipt = then(log, moved, ParcelMoved(city="York"), ParcelMoved(city="Hull"))
            reached[0] = receipt.position

    def end() -> int:
        ending.set()
        thread.join()
        return reached[0]

    thread = Thread(target=go_on)
    thread.start()
    try:
        yield end
    finally:
        end()
