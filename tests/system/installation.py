"""Hindsight as separate processes over a real broker and database, to be asked, killed and started again."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from shared.servers.ports import free_ports
from tests.people import administrators_session

ROOT = Path(__file__).parents[2]
MAPPING = ROOT / "docs" / "examples" / "crm-sales-opportunities"
COMMANDS = {
    "gateway": ["gateway"],
    "identity": ["service", "identity"],
    "customers": ["service", "customers"],
    "sales": ["service", "sales"],
    "activities": ["service", "activities"],
    "configuration": ["service", "configuration"],
    "relay": ["relay"],
    "projector": ["projector"],
    "scheduler": ["scheduler"],
}


class Installation:
    """The processes of the distributed mode, each restarted by `kill`."""

    ready_seconds = 180.0

    def __init__(self, folder: Path, database_url: str, amqp_url: str) -> None:
        self._folder = folder
        self._port = free_ports(1)[0]
        self.environment = os.environ | {
            "HINDSIGHT_DATABASE_URL": database_url,
            "HINDSIGHT_AMQP_URL": amqp_url,
            "HINDSIGHT_DATA_DIR": str(folder),
            "HINDSIGHT_PORT": str(self._port),
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start every process and wait until the gateway is ready."""
        self.run("migrate")
        self.person = administrators_session(self.environment["HINDSIGHT_DATABASE_URL"])
        for name in COMMANDS:
            self._start(name)
        wait_until(self._ready, self.ready_seconds, self.logs)

    def kill(self, name: str) -> None:
        """kill -9 this process and start another in its place."""
        self._processes[name].send_signal(signal.SIGKILL)
        self._processes[name].wait()
        self._start(name)

    def stop(self) -> None:
        """End every process in an orderly way, by force after a while."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def run(self, *arguments: str) -> str:
        """What a `hindsight` command prints; it must succeed."""
        done = subprocess.run(
            self._line(*arguments), cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"hindsight {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def importing(self, folder: Path) -> "subprocess.Popen[bytes]":
        """An import of this folder, under way."""
        return self.started("import", "--mapping", str(MAPPING), str(folder), "--json")

    def started(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A `hindsight` command, under way."""
        with (self._folder / f"{arguments[0]}.log").open("ab") as output:
            line = self._line(*arguments)
            return subprocess.Popen(line, cwd=ROOT, env=self.environment, stdout=output, stderr=output)

    def ask(self, path: str, **parameters: Any) -> Any:
        """The items of a query of the API."""
        address = f"http://127.0.0.1:{self._port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        asked = urllib.request.Request(address, headers=self.person.headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)["items"]

    def figures(self) -> dict[str, object]:
        """The same figures as Company.figures, from the API."""
        stages = {row["stage"]: row for row in self.ask("sales/pipeline") if row["count"]}
        return {
            "stages": {name: row["count"] for name, row in stages.items()},
            "won": Decimal(stages.get("won", {"amount": 0})["amount"]),
            "offices": _won(self.ask("sales/leaderboard", by="branch"), "name", "amount"),
            "agents": _won(self.ask("sales/leaderboard", by="person"), "name", "amount"),
            "months": _won(self.ask("sales/outcomes", by="month"), "month", "won_amount"),
        }

    def logs(self) -> str:
        """The last lines of every process."""
        parts = (
            f"--- {path.name}\n{path.read_text()[-1500:]}" for path in sorted(self._folder.glob("*.log"))
        )
        return "\n".join(parts)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _start(self, name: str) -> None:
        with (self._folder / f"{name}.log").open("ab") as output:
            self._processes[name] = subprocess.Popen(
                self._line(*COMMANDS[name]), cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )

    def _line(self, *arguments: str) -> list[str]:
        return [sys.executable, "-c", "from services.operations.cli import main; main()", *arguments]


def _won(rows: list[dict[str, Any]], name: str, amount: str) -> dict[str, tuple[int, Decimal]]:
    return {row[name]: (row["won"], Decimal(row[amount])) for row in rows if row["won"]}


def wait_until(reached: Callable[[], bool], seconds: float, explain: Callable[[], str]) -> None:
    """Returns once `reached` is true; fails after `seconds`, explaining."""
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, f"not reached within {seconds} s\n{explain()}"
        time.sleep(0.1)
