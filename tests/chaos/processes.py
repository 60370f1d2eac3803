"""The processes of an installation that is to be broken: killed, frozen, or with a fault built in."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.chaos import planted
from tests.system.installation import COMMANDS, ROOT, Installation


class Processes(Installation):
    """See Installation; `faults` says what is built into which process: name → (fault, …)."""

    def __init__(
        self, folder: Path, database_url: str, amqp_url: str, faults: Mapping[str, tuple[str, ...]]
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder, database_url, amqp_url)
        # The migration prepares the read model that counts, so that it is served from the first event on.
        self.environment[planted.TALLY] = "1"
        self.faults = dict(faults)

    @property
    def address(self) -> str:
        """Where the gateway listens."""
        return f"http://127.0.0.1:{self._port}"

    def alive(self, name: str) -> bool:
        """Does this process run?"""
        return self._processes[name].poll() is None

    def end(self, name: str) -> None:
        """kill -9 this process, and start no other."""
        self._processes[name].kill()
        self._processes[name].wait()

    def begin(self, name: str) -> None:
        """Start it, as the only one of its name."""
        self._start(name)

    def freeze(self, name: str) -> None:
        """SIGSTOP: it lives, and does nothing."""
        self._processes[name].send_signal(signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """SIGCONT."""
        self._processes[name].send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """See Installation; a process that is frozen could not end."""
        for name in self._processes:
            self.thaw(name)
        super().stop()

    def _start(self, name: str) -> None:
        environment = self.environment | {
            planted.FAULTS: " ".join(self.faults.get(name, ())),
            planted.TALLY: "1" if name == "projector" else "",
        }
        with (self._folder / f"{name}.log").open("ab") as output:
            self._processes[name] = subprocess.Popen(
                self._line(*COMMANDS[name]), cwd=ROOT, env=environment, stdout=output, stderr=output
            )

    def _line(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tests.chaos.planted", *arguments]
