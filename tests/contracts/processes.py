"""How does a test start the process of a service, and see what it is doing?"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from shared.servers.ports import free_ports

ROOT = Path(__file__).parents[2]
TRIAL = "tests.contracts.trial.service:TrialService"


class ServiceProcess:
    """One process of a service, over a real broker and database."""

    def __init__(self, amqp_url: str, database_url: str, log: Path, service: str = TRIAL) -> None:
        self.metrics_port = free_ports(1)[0]
        self._log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "shared.nameko_host", service],
                cwd=ROOT,
                env=os.environ
                | {
                    "HINDSIGHT_AMQP_URL": amqp_url,
                    "HINDSIGHT_DATABASE_URL": database_url,
                    "HINDSIGHT_METRICS_PORT": str(self.metrics_port),
                },
                stderr=output,
            )

    def log(self) -> str:
        """Everything it logged."""
        return self._log.read_text()

    def wait_until_ready(self, seconds: float = 180.0) -> None:
        """Returns once it takes calls."""
        wait_until(lambda: self.get("/readyz")[0] == 200, seconds, self.log)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of its health page; (0, "") while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def checks(self) -> dict[str, str]:
        """What it says it depends on."""
        found: dict[str, str] = json.loads(self.get("/readyz")[1])["checks"]
        return found

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def ended(self, seconds: float = 30.0) -> int:
        """Wait for its end; its exit code."""
        return self._process.wait(seconds)

    def kill(self) -> None:
        """Kill it without notice, if it still runs."""
        self._process.kill()
        self._process.wait()


Start = Callable[[str], ServiceProcess]


@contextmanager
def starting(database: Engine, folder: Path) -> Iterator[Start]:
    """Gives a function that starts a trial process on a broker; all of them end with the block."""
    started: list[ServiceProcess] = []

    def start(amqp_url: str) -> ServiceProcess:
        database_url = database.url.render_as_string(hide_password=False)
        started.append(ServiceProcess(amqp_url, database_url, folder / f"{len(started)}.log"))
        return started[-1]

    yield start
    for process in started:
        process.kill()


def wait_until(
    reached: Callable[[], bool], seconds: float = 60.0, explain: Callable[[], str] = lambda: ""
) -> None:
    """Returns once `reached` is true; fails after `seconds`."""
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, f"not reached within {seconds} s. {explain()[-3000:]}"
        time.sleep(0.05)
