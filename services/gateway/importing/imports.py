"""Which imports does this gateway hold, and which of them go on in the background?"""

import asyncio
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

import msgspec

from services.gateway.from_thread import FromThread
from services.gateway.importing.jobs import Job
from services.gateway.runtime import Runtime
from services.importing.wizard.draft import ACTIVE, Draft, State
from services.importing.wizard.store import Store
from shared.refusals import Unavailable

RUNNING = 4
_ENDING_SECONDS = 5.0


class TooManyImports(Unavailable):
    """{running} imports are running already. Wait for one of them to end, then send yours again."""


class Imports:
    """Imports as folders below the data folder, so that a gateway that starts continues what another left."""

    def __init__(self, runtime: Runtime) -> None:
        self.store = Store(runtime.settings.data_dir)
        self._runtime = runtime
        self._jobs: dict[UUID, Job] = {}
        self._threads: dict[UUID, Thread] = {}
        self._lock = Lock()
        self._stopping = Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """Called on the event loop before anything else."""
        self._loop = asyncio.get_running_loop()
        self.resume()

    def resume(self) -> None:
        """Go on with what was under way when the last gateway ended."""
        for draft in self.store.all():
            if draft.state in ACTIVE:
                self._go_on(draft)

    def start(self, draft: Draft, state: State) -> None:
        """Check, run or undo it in a thread of its own. Raises TooManyImports."""
        with self._lock:
            running = sum(thread.is_alive() for thread in self._threads.values())
            if running >= RUNNING:
                raise TooManyImports(running=running)
            draft.state, draft.error, draft.report = state, None, None if state != "undoing" else draft.report
            draft.version += 1
            self.store.save(draft)
            self._go_on(draft)

    def _go_on(self, draft: Draft) -> None:
        if self._loop is None:
            raise Unavailable(service="gateway")
        bus = FromThread(self._runtime.bus, self._loop)
        job = self._jobs[draft.id] = Job(draft, self.store, self._runtime, bus, self._stopping)
        thread = Thread(target=job.run, name=f"import {draft.id}", daemon=True)
        self._threads = {key: each for key, each in self._threads.items() if each.is_alive()}
        self._threads[draft.id] = thread
        thread.start()

    def now(self, draft: Draft) -> Draft:
        """The import with how far it is at this moment."""
        job = self._jobs.get(draft.id)
        if job is None or draft.state not in ACTIVE:
            return draft
        return msgspec.structs.replace(draft, report=job.report, undo_report=job.draft.undo_report)

    async def stop(self) -> None:
        """Let what is under way come to a stop that the next gateway continues from."""
        self._stopping.set()
        for thread in list(self._threads.values()):
            await asyncio.to_thread(thread.join, _ENDING_SECONDS)


def told(draft: Draft) -> dict[str, Any]:
    """An import as the API tells it."""
    report = dict(draft.report or {"files": [], "problems": [], "rows": 0, "done": 0})
    # Where an error file lies on this machine is nobody's business; GET …/errors.csv gives it.
    report["files"] = [{**file, "error_file": file["error_file"] is not None} for file in report["files"]]
    tables = [{**msgspec.to_builtins(file), "edits": len(file.edits), "path": None} for file in draft.files]
    for table in tables:
        del table["path"]
    return {
        **report,
        "id": str(draft.id),
        "state": draft.state,
        "error": draft.error,
        "dry_run": draft.dry_run,
        "began_at": draft.began_at.isoformat(),
        "tables": tables,
        "undo": draft.undo_report,
    }
