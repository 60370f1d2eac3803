"""Projector processes: killed at any time, stopped in order, never a fact lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projector.process import NoServers, run_projectors
from shared.projector.wait import wait_for
from shared.servers.ports import free_ports
from shared.settings import from_environment
from tests.projector.parcels import SENT_AT, rows, send
from tests.projector.publishing import eventually, publish, told

NAMES = ["parcels", "arrivals"]
Start = Callable[[int], subprocess.Popen[bytes]]


@pytest.fixture
def start(database: Engine, amqp_url: str) -> Iterator[Start]:
    """Starts projector processes that answer for their health on a port."""
    environment = os.environ | {
        "HINDSIGHT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "HINDSIGHT_AMQP_URL": amqp_url,
    }
    command = [sys.executable, "-m", "tests.projector.projecting"]
    with ExitStack() as stack:

        def started(port: int) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(command, env=environment | {"HINDSIGHT_METRICS_PORT": str(port)})
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield started


def test_killed_projectors_lose_nothing_and_count_nothing_twice(
    database: Engine, log: Log, amqp_url: str, start: Start
) -> None:
    for killed in range(3):
        projector = start(free_ports(1)[0])
        position = send(log, range(killed * 200, killed * 200 + 200), "Leeds")[-1].position
        publish(amqp_url, told(database))
        wait_for(database, ["parcels"], position, 60)
        projector.kill()
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 600)]


def test_a_projector_tells_that_it_is_ready_and_how_far_it_is(
    database: Engine, log: Log, start: Start
) -> None:
    port = free_ports(1)[0]
    projector = start(port)
    eventually(lambda: answer(port, "readyz") is not None, 60)
    wait_for(database, NAMES, send(log, [1])[0].position, 30)
    eventually(lambda: 'projection_lag_events{projection="parcels"} 0.0' in (answer(port, "metrics") or ""))
    projector.send_signal(signal.SIGTERM)
    assert projector.wait(20) == 0


def answer(port: int, path: str) -> str | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as response:
            return str(response.read().decode())
    except URLError:
        return None


def test_a_projector_without_servers_says_what_to_set() -> None:
    with pytest.raises(NoServers, match="HINDSIGHT_AMQP_URL"):
        run_projectors(from_environment({}), [], {}, {})


def test_a_read_that_hangs_does_not_keep_a_process_from_ending() -> None:
    ended = subprocess.run([sys.executable, "-m", "tests.projector.hanging"], timeout=20, check=False)
    assert ended.returncode == 0
