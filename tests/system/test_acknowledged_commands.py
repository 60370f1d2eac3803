"""Is a command that was acknowledged over HTTP in the log, whenever the server is killed?"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from sqlalchemy import Engine

from shared.servers.postgres_cluster import PrivateCluster
from tests.harness.databases import fresh_database
from tests.people import Person, people

ROOT = Path(__file__).parents[2]
SENDERS = 8
KILLS = 2
ACKNOWLEDGED_BETWEEN_KILLS = 150
PATIENCE_SECONDS = 60.0


@pytest.fixture
def durable_database(durable_postgres: PrivateCluster) -> Iterator[Engine]:
    with fresh_database(durable_postgres.url) as engine:
        yield engine


@contextmanager
def serving(database: Engine, folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """`hindsight serve` on a free port: its address, and the process."""
    environment = os.environ | {
        "HINDSIGHT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "HINDSIGHT_DATA_DIR": str(folder),
    }
    program = "from services.operations.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", "0", "--json"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        yield msgspec.json.decode(process.stdout.readline())["url"], process
    finally:
        process.kill()
        process.communicate()


def sending(url: str, who: Person, acknowledged: list[UUID]) -> None:
    """Send commands until the server is gone, and note those it answered well."""
    with httpx.Client(base_url=url, timeout=10, cookies=who.cookies) as client:
        while True:
            command_id = uuid4()
            try:
                answer = client.post(
                    "/api/v1/customers/register-customer",
                    json={"kind": "person", "name": f"Person {command_id}"},
                    headers={"Idempotency-Key": str(command_id)},
                )
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            assert answer.json()["command_id"] == str(command_id)
            acknowledged.append(command_id)


def kill_under_load(database: Engine, folder: Path, who: Person, acknowledged: list[UUID]) -> None:
    """Start the server, let it acknowledge a stream of commands, and kill it in the middle of that."""
    enough = len(acknowledged) + ACKNOWLEDGED_BETWEEN_KILLS
    with serving(database, folder) as (url, process), ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(sending, url, who, acknowledged) for _ in range(SENDERS)]
        until = monotonic() + PATIENCE_SECONDS
        while len(acknowledged) < enough and monotonic() < until and not any(s.done() for s in senders):
            sleep(0.01)
        process.send_signal(signal.SIGKILL)
        wait(senders)
    for sender in senders:
        sender.result()
    assert len(acknowledged) >= enough


def test_a_killed_server_loses_no_command_it_acknowledged(durable_database: Engine, tmp_path: Path) -> None:
    acknowledged: list[UUID] = []
    who = people(durable_database).administrator()
    for _ in range(KILLS):
        kill_under_load(durable_database, tmp_path, who, acknowledged)

    with serving(durable_database, tmp_path) as (url, _):
        last = {"Idempotency-Key": str(acknowledged[-1])}
        again = httpx.post(
            f"{url}/api/v1/customers/register-customer",
            json={"kind": "person", "name": f"Person {acknowledged[-1]}"},
            headers=last,
            cookies=who.cookies,
        )
        assert again.json()["repeated"]
        shown = f"{url}/api/v1/customers?min_position={again.json()['position']}"
        reached = httpx.get(shown, cookies=who.cookies)
        assert reached.status_code == 200
    with durable_database.connect() as connection:
        rows = connection.exec_driver_sql("select command_id from log.events").scalars()
        recorded = Counter(UUID(str(row)) for row in rows)
    assert {recorded[command_id] for command_id in acknowledged} == {1}
