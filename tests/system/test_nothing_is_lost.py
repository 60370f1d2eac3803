"""Does an import over RabbitMQ end with the right figures, whoever is killed meanwhile?"""

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq_node import PrivateNode
from tests.harness.databases import fresh_database
from tests.system.company import Company, invent
from tests.system.installation import COMMANDS, Installation, wait_until

CATCH_UP_SECONDS = 60


@pytest.fixture(scope="module")
def company() -> Company:
    return invent(deals=18000, seed=7)


@pytest.fixture
def installation(
    durable_postgres: PrivateCluster, own_broker: PrivateNode, tmp_path: Path
) -> Iterator[Installation]:
    with fresh_database(durable_postgres.url) as database:
        url = database.url.render_as_string(hide_password=False)
        running = Installation(tmp_path, url, own_broker.url)
        try:
            running.start()
            yield running
        finally:
            running.stop()


def test_whoever_is_killed_during_an_import_the_figures_are_right(
    installation: Installation,
    company: Company,
    own_broker: PrivateNode,
    durable_postgres: PrivateCluster,
    tmp_path: Path,
) -> None:
    (tmp_path / "data").mkdir()
    folder = company.write(tmp_path / "data")
    importing = installation.importing(folder)
    for name in COMMANDS:
        _grows(installation)
        assert importing.poll() is None, (
            f"the import ended before {name} could be killed: {installation.logs()}"
        )
        installation.kill(name)
    _grows(installation)
    own_broker.kill()
    own_broker.start()
    _grows(installation)
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    durable_postgres.kill()
    durable_postgres.start()
    again = installation.importing(folder)
    assert again.wait(180) == 0, installation.logs()

    _shows(installation, company)
    installation.run("projections", "rebuild")
    _shows(installation, company)


def _grows(installation: Installation) -> None:
    """Wait until the read models show more deals than now. The database is asked: the gateway dies, too."""
    with closing(psycopg2.connect(_url(installation))) as connection:
        connection.autocommit = True
        before = _deals(connection)
        wait_until(lambda: _deals(connection) > before, 60, installation.logs)


def _url(installation: Installation) -> str:
    return installation.environment["HINDSIGHT_DATABASE_URL"].replace("+psycopg2", "")


def _deals(connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from read.deal_list")
        return int(cursor.fetchone()[0])


def _shows(installation: Installation, company: Company) -> None:
    expected = company.figures()
    wait_until(
        lambda: installation.figures() == expected,
        CATCH_UP_SECONDS,
        lambda: f"{installation.figures()}\n!=\n{expected}\n{installation.logs()}",
    )
