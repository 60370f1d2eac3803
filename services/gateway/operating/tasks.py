"""How does work on a read model go on in the background, and outlive the gateway that was asked for it?"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Literal

import msgspec

from shared.rebuild.refusals import AlreadyRebuilding
from shared.settings import Settings

Action = Literal["pause", "resume", "rebuild", "verify", "rollback"]
State = Literal["running", "done", "failed"]
KEPT = 20
_COMMAND = "from services.operations.cli import main; main()"


class Task(msgspec.Struct):
    """What was asked for; `said` is what `hindsight projections <action> <name>` said last."""

    action: Action
    name: str
    started_at: datetime
    state: State = "running"
    said: str = ""


class Tasks:
    """What this gateway has been asked for since it started, newest first; the oldest are forgotten.

    Each runs as a process of its own session: it folds with all the memory and cores it likes, and ends when
    it has ended, whatever becomes of the gateway. That none runs twice is seen to by the database.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tasks: list[Task] = []
        self._lock = Lock()

    def start(self, action: Action, name: str) -> Task:
        """Begin, and return at once. Raises AlreadyRebuilding, OSError."""
        task = Task(action, name, datetime.now(UTC))
        with self._lock:
            # One that was asked for a moment ago has not come as far as the database's lock.
            if any(each.name == name and each.state == "running" for each in self._tasks):
                raise AlreadyRebuilding(name=name)
            process, said = self._begun(task)
            self._tasks = [task, *self._tasks][:KEPT]
        Thread(target=_follow, args=(task, process, said), name=f"{action} {name}", daemon=True).start()
        return task

    def _begun(self, task: Task) -> tuple["subprocess.Popen[bytes]", Path]:
        folder = self._settings.data_dir / "tasks"
        folder.mkdir(parents=True, exist_ok=True)
        said = folder / f"{task.action}-{task.name}-{task.started_at:%Y%m%dT%H%M%S%f}.log"
        with said.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", _COMMAND, "projections", task.action, task.name],
                env=os.environ | self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        return process, said

    def all(self) -> list[Task]:
        """Newest first."""
        with self._lock:
            return list(self._tasks)

    def _environment(self) -> dict[str, str]:
        # Where no URL is given, the private server of the data folder is found, and kept for the task.
        return {
            "HINDSIGHT_DATABASE_URL": self._settings.database_url or "",
            "HINDSIGHT_AMQP_URL": self._settings.amqp_url or "",
            "HINDSIGHT_DATA_DIR": str(self._settings.data_dir),
        }


def _follow(task: Task, process: "subprocess.Popen[bytes]", said: Path) -> None:
    code = process.wait()
    lines = [line for line in said.read_text(errors="replace").splitlines() if line.strip()]
    task.said = " ".join(lines[-3:])
    task.state = "done" if code == 0 else "failed"
    said.unlink(missing_ok=True)
