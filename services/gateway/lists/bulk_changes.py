"""Which changes of many rows go on in the background of this gateway, also those another one left?"""

import asyncio
from threading import Event, Lock, Thread
from uuid import UUID

from services.gateway.from_thread import FromThread
from services.gateway.lists.bulk import BulkWish, Standing
from services.gateway.lists.bulk_job import Job
from services.gateway.lists.bulk_store import BulkStore
from services.gateway.runtime import Runtime
from shared.refusals import Unavailable

RUNNING = 4
_ENDING_SECONDS = 5.0


class TooManyChanges(Unavailable):
    """{running} changes of many rows are running already. Wait for one of them to end, then try again."""


class BulkChanges:
    """Each in a thread of its own; a gateway that starts goes on with what was under way."""

    def __init__(self, runtime: Runtime) -> None:
        self._store = BulkStore(runtime.settings.data_dir)
        self._runtime = runtime
        self._threads: dict[UUID, tuple[Thread, Job]] = {}
        self._lock = Lock()
        self._stopping = Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """Called on the event loop before anything else."""
        self._loop = asyncio.get_running_loop()
        for change_id in list(self._store.running()):
            self._go_on(change_id, again=True)

    def start(self, wish: BulkWish) -> Standing:
        """Raises TooManyChanges."""
        with self._lock:
            self._must_have_room()
            self._store.begin(wish)
            return self._go_on(wish.id, again=False)

    def resume(self, change_id: UUID) -> Standing:
        """Go on with one that was broken off. Raises TooManyChanges."""
        with self._lock:
            self._must_have_room()
            return self._go_on(change_id, again=True)

    def find(self, change_id: UUID, owner: UUID | None) -> tuple[BulkWish, Standing] | None:
        """The change with this id and how far it is, if it is this reader's."""
        found = self._found(change_id)
        return found if found is not None and found[0].user_id == owner else None

    def undone(self, change_id: UUID) -> None:
        """It is being taken back, which is done once."""
        if (found := self._found(change_id)) is not None:
            found[1].undone = True
            self._store.save(change_id, found[1])

    def _found(self, change_id: UUID) -> tuple[BulkWish, Standing] | None:
        held = self._threads.get(change_id)
        return (held[1].wish, held[1].standing) if held else self._store.load(change_id)

    async def stop(self) -> None:
        """Let what is under way come to a stop that the next gateway continues from."""
        self._stopping.set()
        for thread, _ in list(self._threads.values()):
            await asyncio.to_thread(thread.join, _ENDING_SECONDS)

    def _must_have_room(self) -> None:
        running = sum(thread.is_alive() for thread, _ in self._threads.values())
        if running >= RUNNING:
            raise TooManyChanges(running=running)

    def _go_on(self, change_id: UUID, *, again: bool) -> Standing:
        kept = self._store.load(change_id)
        if self._loop is None or kept is None:
            raise Unavailable(service="gateway")
        bus = FromThread(self._runtime.bus, self._loop)
        job = Job(*kept, self._store, self._runtime, bus, self._stopping, again=again)
        thread = Thread(target=job.run, name=f"bulk {change_id}", daemon=True)
        self._threads = {key: each for key, each in self._threads.items() if each[0].is_alive()}
        self._threads[change_id] = (thread, job)
        job.standing.state = "running"
        thread.start()
        return job.standing
