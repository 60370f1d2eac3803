"""What does the doctor see in a database?"""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from events.sales import ProductWithdrawn
from services import product
from services.operations.diagnosis.doctor import examine
from services.operations.diagnosis.machine import port
from services.operations.migration import prepare
from shared.log.log import Log
from shared.records import Commit, Header
from shared.servers.postgres_cluster import PrivateCluster
from shared.settings import Settings, from_environment


@pytest.fixture
def settings(database: Engine, tmp_path: Path) -> Settings:
    """Settings that lead to this test's database, and to no port in use."""
    url = database.url.render_as_string(hide_password=False)
    environment = {"HINDSIGHT_DATABASE_URL": url, "HINDSIGHT_DATA_DIR": str(tmp_path), "HINDSIGHT_PORT": "1"}
    return from_environment(environment)


def verdicts(settings: Settings) -> dict[str, str]:
    """Subject → verdict."""
    return {finding.subject: finding.verdict for finding in examine(settings)}


def test_a_sound_database_is_well(database: Engine, settings: Settings) -> None:
    prepare(database)
    found = verdicts(settings)
    assert set(found.values()) == {"well"}
    assert {projection.name for projection in product.PROJECTIONS} <= set(found)


def test_a_database_without_read_models_asks_for_migration(settings: Settings) -> None:
    finding = next(finding for finding in examine(settings) if finding.subject == "migrations")
    assert finding.verdict == "ill"
    assert "hindsight migrate" in finding.todo


def test_a_stopped_read_model_is_ill_and_says_why(database: Engine, settings: Settings) -> None:
    prepare(database)
    with database.begin() as connection:
        connection.exec_driver_sql("update read.builds set error = 'odd event' where name = 'deal_list'")
    finding = next(finding for finding in examine(settings) if finding.subject == "deal_list")
    assert finding.verdict == "ill"
    assert "odd event" in finding.what


@pytest.fixture
def unfinished_append(database: Engine) -> Iterator[None]:
    """An append that took its lock and does not end."""
    with database.connect() as connection:
        connection.exec_driver_sql("lock table log.events in row exclusive mode")
        yield
        connection.rollback()


@pytest.mark.usefixtures("unfinished_append")
def test_who_holds_the_watermark_back_is_named(
    database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HINDSIGHT_ALARM_WATERMARK_SECONDS", "0")
    prepare(database)
    append(database)
    finding = next(each for each in examine(settings) if each.subject == "alarm watermark_stalled")
    assert finding.verdict == "ill"
    assert "pg_terminate_backend" in finding.todo


def append(database: Engine) -> None:
    """An event of somebody else."""
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="li", branch="", source="api")
    facts = (ProductWithdrawn(),)
    Log(database).append(
        [Commit(stream_id=uuid4(), expected_version=0, events=facts, header=header, digest=1)]
    )


def test_a_private_database_that_died_is_left_as_it_is(servers_folder: Path, tmp_path: Path) -> None:
    data_dir = servers_folder / tmp_path.name
    cluster = PrivateCluster(data_dir / "postgres", durable=False)
    cluster.start()
    cluster.kill()
    found = list(examine(from_environment({"HINDSIGHT_DATA_DIR": str(data_dir), "HINDSIGHT_PORT": "1"})))
    database = next(each for each in found if each.subject == "database")
    assert (database.verdict, cluster.ended()) == ("ill", True)
    assert "`make run` starts it" in database.todo
    assert "were not checked" in found[-1].what


def test_a_private_database_that_was_stopped_is_no_illness(servers_folder: Path, tmp_path: Path) -> None:
    data_dir = servers_folder / tmp_path.name
    cluster = PrivateCluster(data_dir / "postgres", durable=False)
    cluster.start()
    cluster.stop()
    found = verdicts(from_environment({"HINDSIGHT_DATA_DIR": str(data_dir), "HINDSIGHT_PORT": "1"}))
    assert (found["database"], cluster.ended()) == ("notice", True)


def test_a_free_port_is_no_worry() -> None:
    assert port("127.0.0.1", 1).verdict == "well"
