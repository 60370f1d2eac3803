"""Does one command bring the whole product up, and end it cleanly?"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlalchemy import Engine

from tests.people import people

ROOT = Path(__file__).parents[2]
SECONDS = 60.0
ACME = {"kind": "organization", "name": "Acme"}


@pytest.fixture
def cookies(database: Engine) -> dict[str, str]:
    """What an administrator's browser sends."""
    return people(database).administrator().cookies


@pytest.fixture
def served(database: Engine, tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """`hindsight serve` on a free port: its address, and the process."""
    environment = os.environ | {
        "HINDSIGHT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "HINDSIGHT_DATA_DIR": str(tmp_path),
    }
    program = "from services.operations.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", "0", "--json"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield msgspec.json.decode(process.stdout.readline())["url"], process
    process.kill()
    process.communicate()


def test_the_address_is_told_when_it_is_ready(served: tuple[str, "subprocess.Popen[str]"]) -> None:
    assert httpx.get(f"{served[0]}/readyz").status_code == 200


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_though_somebody_listens(
    served: tuple[str, "subprocess.Popen[str]"], cookies: dict[str, str], ending: signal.Signals
) -> None:
    url, process = served
    with httpx.stream("GET", f"{url}/api/v1/events", cookies=cookies, timeout=SECONDS) as live:
        lines = live.iter_lines()
        assert next(lines) == "retry: 2000"
        process.send_signal(ending)
        # Signing in may still be told; nothing else happens.
        assert not [line for line in lines if line.startswith("data") and "identity." not in line]
    _, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert said.strip().endswith("Hindsight has stopped.")


def test_an_event_is_heard_live_and_again_by_its_position(
    served: tuple[str, "subprocess.Popen[str]"], cookies: dict[str, str]
) -> None:
    url, _ = served
    with httpx.stream("GET", f"{url}/api/v1/events", cookies=cookies, timeout=SECONDS) as live:
        lines = live.iter_lines()
        assert next(lines) == "retry: 2000"
        receipt = httpx.post(f"{url}/api/v1/customers/register-customer", json=ACME, cookies=cookies).json()
        assert f"id: {receipt['position']}" in lines
    missed = {"Last-Event-ID": str(receipt["position"] - 1)}
    with httpx.stream(
        "GET", f"{url}/api/v1/events", headers=missed, cookies=cookies, timeout=SECONDS
    ) as again:
        event = next(line for line in again.iter_lines() if line.startswith("event"))
    assert event == "event: customers.CustomerRegistered"
