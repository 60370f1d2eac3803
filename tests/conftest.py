"""The real servers tests run against, each started when the first test asks for it."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq import GivenBroker
from shared.servers.rabbitmq_node import PrivateNode
from tests.harness import brokers, databases
from tests.harness.reaper import run_folder

# Whoever starts a run in the background may have it ignore Ctrl-C, and every process it starts would too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """Where this run's servers live; a data folder below it is cleaned up even when the run is killed."""
    with run_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres_url(servers_folder: Path) -> str:
    """A PostgreSQL server of this run, not durable: it forgets at a crash and is fast."""
    cluster = PrivateCluster(servers_folder / "shared" / "postgres", durable=False)
    cluster.start()
    databases.make_template(cluster.url)
    return cluster.url


@pytest.fixture(scope="module")
def durable_postgres(
    servers_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PrivateCluster]:
    """A durable server of this module's own, to be killed and started again."""
    cluster = PrivateCluster(servers_folder / tmp_path_factory.mktemp("durable").name / "postgres")
    cluster.start()
    databases.make_template(cluster.url)
    yield cluster
    cluster.stop()


@pytest.fixture
def database(postgres_url: str) -> Iterator[Engine]:
    """An empty, migrated database for one test."""
    with databases.fresh_database(postgres_url) as engine:
        yield engine


@pytest.fixture(scope="module")
def module_database(postgres_url: str) -> Iterator[Engine]:
    """An empty, migrated database for all tests of a module, which share what is in it."""
    with databases.fresh_database(postgres_url) as engine:
        yield engine


@pytest.fixture(scope="session")
def broker(servers_folder: Path) -> GivenBroker | PrivateNode:
    """The RabbitMQ of this run."""
    return brokers.broker(servers_folder / "shared" / "rabbitmq")


@pytest.fixture(scope="module")
def amqp_url(broker: GivenBroker | PrivateNode, request: pytest.FixtureRequest) -> str:
    """A virtual host of this module's own, where the broker is ours."""
    return broker.vhost(request.module.__name__) if isinstance(broker, PrivateNode) else broker.url


@pytest.fixture(scope="module")
def own_broker_data_dir(servers_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of this module's own node."""
    return servers_folder / tmp_path_factory.mktemp("broker").name


@pytest.fixture(scope="module")
def own_broker(own_broker_data_dir: Path) -> Iterator[PrivateNode]:
    """A node of this module's own, to be killed and started again."""
    node = brokers.private_node(own_broker_data_dir / "rabbitmq")
    yield node
    node.stop()
