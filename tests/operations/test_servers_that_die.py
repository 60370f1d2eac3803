"""Does Hindsight outlive the death of the private servers it started?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.servers import rabbitmq
from tests.operations.running import Running


@pytest.fixture
def served(servers_folder: Path, tmp_path: Path) -> Iterator[Running]:
    running = Running(servers_folder / tmp_path.name, "serve")
    running.until_ready()
    yield running
    running.process.kill()
    running.process.wait()


@pytest.fixture
def distributed(servers_folder: Path, tmp_path: Path) -> Iterator[Running]:
    if rabbitmq.answers(rabbitmq.ON_THIS_MACHINE):
        pytest.skip("a RabbitMQ on the usual port is used instead of a private one")
    running = Running(servers_folder / tmp_path.name, "run-distributed")
    running.until_ready()
    yield running
    if running.process.poll() is None:
        running.end()


def test_a_database_that_died_is_started_again_and_nothing_is_lost(served: Running) -> None:
    assert served.register("Before") == 201
    served.kill_server("postgres/postmaster.pid")
    served.until(lambda: served.register("After") == 201)
    served.until(lambda: served.names() == ["After", "Before"])
    assert "The private PostgreSQL died." in served.said()
    served.kill_server("postgres/postmaster.pid")
    assert served.end() == 0
    assert served.said().strip().endswith("Hindsight has stopped.")
    assert "pg_ctl" not in served.said()


def test_a_broker_and_a_database_that_died_are_started_again(distributed: Running) -> None:
    distributed.until(lambda: distributed.register("Before") == 201)
    distributed.kill_server("rabbitmq/node.pid")
    distributed.until(lambda: "The private RabbitMQ runs again." in distributed.said())
    distributed.kill_server("postgres/postmaster.pid")
    distributed.until(lambda: distributed.register("After") == 201)
    distributed.until(lambda: distributed.names() == ["After", "Before"])
    assert distributed.end() == 0
