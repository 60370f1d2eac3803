"""Does one command start every process on this machine, keep it running, and end them all?"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from services import product
from shared.servers.ports import free_ports
from tests.deploy.test_supervisord import COMMANDS

START_SECONDS = 180
HINDSIGHT = [sys.executable, "-c", "from services.operations.cli import main; main()"]


def test_all_processes_start_come_back_and_end_together(
    database: Engine, amqp_url: str, tmp_path: Path
) -> None:
    port = free_ports(1)[0]
    settings = {
        "HINDSIGHT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "HINDSIGHT_AMQP_URL": amqp_url,
        "HINDSIGHT_DATA_DIR": str(tmp_path),
        "HINDSIGHT_PORT": str(port),
    }
    log = tmp_path / "output"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [*HINDSIGHT, "run-distributed"], env=os.environ | settings, stdout=output, stderr=output
        )
    try:
        wait_until_ready(port, log)
        os.kill(pid_of("relay", log), signal.SIGKILL)
        wait_until(lambda: log.read_text().count("relay runs as process") == 2, log)
        second = hindsight("run-distributed", **settings | {"HINDSIGHT_PORT": str(free_ports(1)[0])})
        told = hindsight("doctor", **settings | {"HINDSIGHT_AMQP_URL": ""}).stdout
    finally:
        running.terminate()
        running.wait(30)
    said = log.read_text()
    assert running.returncode == 0, said
    for process in COMMANDS:
        assert f"{process} stopped." in said, said
    assert "relay ended (terminated by SIGKILL" in said, said
    assert "does not end by itself" not in said, said
    assert "INFO" not in said, said
    assert "broker: RabbitMQ answers." in told
    for name in ("relay", "projector", "scheduler"):
        assert f"{name} process: It is connected to the database." in told
    for context in product.names():
        assert f"service {context}: Processes that take commands: 1." in told
    assert second.returncode == 1
    assert f"already at http://127.0.0.1:{port}." in second.stderr


def hindsight(command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*HINDSIGHT, command], env=os.environ | settings, capture_output=True, text=True, check=False
    )


def pid_of(process: str, log: Path) -> int:
    return int(re.findall(rf"^{process} runs as process (\d+)", log.read_text(), re.MULTILINE)[-1])


def wait_until_ready(port: int, log: Path) -> None:
    wait_until(lambda: is_ready(port), log)


def wait_until(reached: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not reached():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
