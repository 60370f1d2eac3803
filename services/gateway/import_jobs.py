"""Which imports run in the background of this gateway, and how far are they?"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from uuid import UUID

from services.importing.problems import Unreadable
from services.importing.report import Report
from services.importing.runner import Import
from shared.bus import Bus
from shared.commands import Command
from shared.records import Header, Receipt
from shared.refusals import Refused, Unavailable

KEPT = 100
RUNNING = 4
_GRACE_SECONDS = 5.0


class TooManyImports(Unavailable):
    """{running} imports are running already. Wait for one of them to end, then send yours again."""


class FromThread:
    """The gateway's bus for a thread beside its event loop."""

    def __init__(self, bus: Bus, loop: asyncio.AbstractEventLoop) -> None:
        self._bus = bus
        self._loop = loop

    def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        """See Bus."""
        waiting = asyncio.run_coroutine_threadsafe(self._bus.call_many(commands, deadline), self._loop)
        return waiting.result(deadline + _GRACE_SECONDS)


class Job:
    """One import: `state` is running, done or failed; `error` says why it failed.

    Only the report outlives the import: what it read and the key of every row would fill the memory.
    """

    def __init__(self, report: Report, clean_up: Callable[[], None]) -> None:
        self.report = report
        self._clean_up = clean_up
        self.state = "running"
        self.error: str | None = None

    @property
    def id(self) -> UUID:
        return self.report.run_id

    def run(self, work: Import) -> None:
        """Import everything. A gateway that ends stops it; sending the same files again continues it."""
        error: str | None = "The import ended unexpectedly; send the same files again to continue it."
        try:
            work.run()
            error = None
        except (Unreadable, Refused, OSError) as failure:
            error = str(failure) or type(failure).__name__
        except (CancelledError, RuntimeError):
            error = "The gateway was stopped; send the same files again to continue the import."
        finally:
            self.error = error
            self.state = "failed" if error else "done"
            self._clean_up()

    def to_dict(self) -> dict[str, Any]:
        told = {"state": self.state, "error": self.error, **self.report.to_dict()}
        for file in told["files"]:
            # Where it lies on this machine is nobody's business; GET …/errors.csv gives it.
            file["error_file"] = file["error_file"] is not None
        return told

    def error_file(self, file: str | None) -> Path | None:
        """The rejected rows of a file, of the first that has some when none is named."""
        found = [
            each.error_file for each in self.report.files if each.error_file and file in (None, each.file)
        ]
        return Path(found[0]) if found else None


class Jobs:
    """The imports of this gateway since it started; the oldest are forgotten."""

    def __init__(self) -> None:
        self._jobs: dict[UUID, Job] = {}
        self._lock = Lock()

    def start(self, work: Import, clean_up: Callable[[], None]) -> Job:
        """Run it in a thread of its own, and `clean_up` afterwards. Raises TooManyImports."""
        with self._lock:
            running = [job for job in self._jobs.values() if job.state == "running"]
            if len(running) >= RUNNING:
                raise TooManyImports(running=len(running))
            job = self._jobs[work.report.run_id] = Job(work.report, clean_up)
            for old in [job.id for job in self._jobs.values() if job.state != "running"][:-KEPT]:
                del self._jobs[old]
        Thread(target=job.run, args=(work,), name=f"import {job.id}", daemon=True).start()
        return job

    def find(self, job_id: UUID) -> Job | None:
        return self._jobs.get(job_id)
