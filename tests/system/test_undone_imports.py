"""Is an import over RabbitMQ undone to the last figure, also when the undo is killed half-way?"""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq_node import PrivateNode
from tests.harness.databases import fresh_database
from tests.system.company import invent
from tests.system.installation import Installation, wait_until

CATCH_UP_SECONDS = 60


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


def test_an_undo_killed_half_way_is_finished_by_the_next_and_the_files_can_be_imported_again(
    installation: Installation, tmp_path: Path
) -> None:
    company = invent(deals=2000, seed=11)
    nothing = installation.figures()
    (tmp_path / "data").mkdir()
    folder = company.write(tmp_path / "data")
    assert installation.importing(folder).wait(180) == 0, installation.logs()
    _shows(installation, company.figures())
    (imported,) = json.loads(installation.run("imports", "--json"))

    undoing = installation.started("undo-import", imported["id"])
    wait_until(lambda: installation.figures() != company.figures(), 60, installation.logs)
    undoing.send_signal(signal.SIGKILL)
    undoing.wait()

    report = json.loads(installation.run("undo-import", imported["id"], "--json"))
    assert report["left_alone"] == []
    _shows(installation, nothing)
    assert "nothing left to undo" in installation.run("undo-import", imported["id"])

    assert installation.importing(folder).wait(180) == 0, installation.logs()
    _shows(installation, company.figures())


def _shows(installation: Installation, expected: dict[str, object]) -> None:
    wait_until(
        lambda: installation.figures() == expected,
        CATCH_UP_SECONDS,
        lambda: f"{installation.figures()}\n!=\n{expected}\n{installation.logs()}",
    )
