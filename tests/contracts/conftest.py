"""The two ways to a service, each behind the same face."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.amqp_bus import AmqpBus
from shared.blocking import Blocking
from shared.local_bus import LocalBus
from shared.log.log import Log
from shared.log.schema import migrate
from tests.contracts.processes import ServiceProcess
from tests.contracts.trial.application import trial


@pytest.fixture(scope="module")
def trial_database(module_database: Engine) -> Engine:
    """A database in which the trial context may append."""
    migrate(module_database, ["trial"])
    return module_database


@pytest.fixture(scope="module")
def start(
    trial_database: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], ServiceProcess]]:
    """Starts processes of the trial service on a broker; they end with the module."""
    started: list[ServiceProcess] = []

    def start_one(amqp_url: str) -> ServiceProcess:
        log = tmp_path_factory.mktemp("service") / "log"
        database_url = trial_database.url.render_as_string(hide_password=False)
        started.append(ServiceProcess(amqp_url, database_url, log))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()


@pytest.fixture(scope="module", params=["local", "distributed"])
def bus(request: pytest.FixtureRequest, trial_database: Engine) -> Iterator[Blocking]:
    """A way to the trial service: a direct call, or RabbitMQ and a process of its own."""
    if request.param == "local":
        bus = Blocking(LocalBus({"trial": trial(Log(trial_database))}))
    else:
        amqp_url = request.getfixturevalue("amqp_url")
        request.getfixturevalue("start")(amqp_url).wait_until_ready()
        bus = Blocking(AmqpBus(amqp_url))
    yield bus
    bus.close()
