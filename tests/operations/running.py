"""`hindsight` as an operator runs it: a process of its own whose console is kept, over its own servers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from services.operations.database import database
from services.operations.installation import installed
from shared.servers.ports import free_ports
from shared.settings import from_environment
from tests.people import administrators_session

ROOT = Path(__file__).parents[2]
SECONDS = 120.0


class Running:
    """One `hindsight serve` or `hindsight run-distributed` over a data folder."""

    def __init__(self, data_dir: Path, *command: str, **environment: str) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir = data_dir
        self.port = free_ports(1)[0]
        self.environment = _clean() | {
            "HINDSIGHT_DATA_DIR": str(data_dir),
            "HINDSIGHT_PORT": str(self.port),
            **environment,
        }
        self._console = data_dir / f"console-{self.port}"
        with self._console.open("wb") as output:
            self.process = subprocess.Popen(
                line(*command), cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )

    def said(self) -> str:
        """Everything on the console until now."""
        return self._console.read_text()

    def until(self, reached: Callable[[], Any], seconds: float = SECONDS) -> None:
        """Returns when it is reached; fails with what the console says."""
        ends = time.monotonic() + seconds
        while not reached():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < ends, self.said()
            time.sleep(0.1)

    def until_ready(self) -> None:
        """Returns when /readyz says so."""
        self.until(self.ready)

    def ready(self) -> bool:
        """Whether /readyz answers 200."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def register(self, name: str) -> int:
        """The status of an attempt to register this organization; 0 when nobody answered."""
        try:
            return httpx.post(
                f"http://127.0.0.1:{self.port}/api/v1/customers/register-customer",
                json={"kind": "organization", "name": name},
                headers={"Idempotency-Key": name},
                cookies=self.cookies,
                timeout=10,
            ).status_code
        except httpx.HTTPError:
            return 0

    def names(self) -> list[str]:
        """The customers there are."""
        address = f"http://127.0.0.1:{self.port}/api/v1/customers"
        found = httpx.get(address, timeout=10, cookies=self.cookies).json()["items"]
        return [each["name"] for each in found]

    @cached_property
    def cookies(self) -> dict[str, str]:
        """What an administrator's browser sends."""
        with database(installed(from_environment(self.environment))) as url:
            return administrators_session(url).cookies

    def kill_server(self, pid_file: str) -> None:
        """kill -9 the server this file of the data folder names."""
        os.kill(int((self.data_dir / pid_file).read_text().split()[0]), signal.SIGKILL)

    def end(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


def line(*command: str) -> list[str]:
    """The command line for this command."""
    return [sys.executable, "-c", "from services.operations.cli import main; main()", *command]


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OURS}


_OURS = {"HINDSIGHT_DATABASE_URL", "HINDSIGHT_AMQP_URL", "HINDSIGHT_HOST", "HINDSIGHT_METRICS_PORT"}
