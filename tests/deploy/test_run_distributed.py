"""Does one command start every process on this machine, and end them all?"""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from sqlalchemy import Engine

from shared.servers.ports import free_ports

START_SECONDS = 60
HINDSIGHT = [sys.executable, "-c", "from services.operations.cli import main; main()"]


def test_all_processes_start_and_end_together(database: Engine, amqp_url: str, tmp_path: Path) -> None:
    port = free_ports(1)[0]
    settings = {
        "HINDSIGHT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "HINDSIGHT_AMQP_URL": amqp_url,
        "HINDSIGHT_DATA_DIR": str(tmp_path),
        "HINDSIGHT_PORT": str(port),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    log = tmp_path / "output"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [*HINDSIGHT, "run-distributed"], env=os.environ | settings, stdout=output, stderr=output
        )
    try:
        wait_until_ready(port, log)
    finally:
        running.terminate()
        running.wait(30)
    said = log.read_text()
    assert running.returncode == 0, said
    for process in ("gateway", "customers", "sales", "relay", "projector"):
        assert f"{process}.1 stopped" in said, said
    assert "SIGKILL" not in said, said


def wait_until_ready(port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not is_ready(port):
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
