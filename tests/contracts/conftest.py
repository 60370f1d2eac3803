"""The two ways to a service, each behind the same face."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.amqp_bus import AmqpBus
from shared.blocking import Blocking
from shared.local_bus import LocalBus
from shared.log.log import Log
from shared.log.schema import migrate
from tests.contracts.processes import ServiceProcess, Start, starting
from tests.contracts.trial.application import trial


@pytest.fixture(scope="module")
def trial_database(module_database: Engine) -> Engine:
    """A database in which the trial context may append."""
    migrate(module_database, ["trial"])
    return module_database


@pytest.fixture
def start(trial_database: Engine, tmp_path: Path) -> Iterator[Start]:
    """Starts processes of the trial service on a broker; they end with the test."""
    with starting(trial_database, tmp_path) as start:
        yield start


@pytest.fixture(scope="module")
def trial_service(
    amqp_url: str, trial_database: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServiceProcess]:
    """A process of the trial service for a whole module."""
    with starting(trial_database, tmp_path_factory.mktemp("service")) as start:
        process = start(amqp_url)
        process.wait_until_ready()
        yield process


@pytest.fixture
def caller(amqp_url: str) -> Iterator[Blocking]:
    """The way to the services of a broker, for one test."""
    bus = Blocking(AmqpBus(amqp_url))
    yield bus
    bus.close()


@pytest.fixture(scope="module", params=["local", "distributed"])
def bus(request: pytest.FixtureRequest, trial_database: Engine) -> Iterator[Blocking]:
    """A way to the trial service: a direct call, or RabbitMQ and a process of its own."""
    if request.param == "local":
        bus = Blocking(LocalBus({"trial": trial(Log(trial_database))}))
    else:
        request.getfixturevalue("trial_service")
        bus = Blocking(AmqpBus(request.getfixturevalue("amqp_url")))
    yield bus
    bus.close()
