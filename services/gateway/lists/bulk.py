"""How are many rows of a list changed in the background, and how far is it?"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from threading import Lock, Thread
from typing import Any, NamedTuple
from uuid import UUID, uuid4, uuid5

from msgspec.structs import replace

from services.gateway.from_thread import FromThread
from shared.commands import Command
from shared.records import Header, Receipt
from shared.refusals import Refused, Unavailable

KEPT = 50
RUNNING = 4
CHUNK = 200
TOLD = 200
"""So many refusals are told one by one; the others are counted."""


class TooManyChanges(Unavailable):
    """{running} changes of many rows are running already. Wait for one of them to end, then try again."""


class Step(NamedTuple):
    """One record to change: `back` undoes it. `refused` instead of a command: it cannot be changed so."""

    record_id: UUID
    name: str
    command: Command | None
    back: Command | None
    refused: Refused | None = None
    version: int | None = None


class Outcome(NamedTuple):
    """A record that was not changed, and why."""

    record_id: UUID
    name: str
    refused: Refused


class Job:
    """One change of many rows: `state` is running, done or failed; whoever began it may look at it."""

    def __init__(self, owner: UUID | None, total: int) -> None:
        self.id = uuid4()
        self.owner = owner
        self.total = total
        self.changed = self.unchanged = self.refused = 0
        self.outcomes: list[Outcome] = []
        self.back: list[Step] = []
        self.position = 0
        self.state = "running"

    @property
    def done(self) -> int:
        """How many records have been dealt with."""
        return self.changed + self.unchanged + self.refused

    def run(self, chunks: Iterator[Sequence[Step]], bus: FromThread, header: Header) -> None:
        """Carry out every step. A gateway that ends stops it; what was changed stays changed."""
        try:
            for chunk in chunks:
                self._carry_out(chunk, bus, header)
            self.state = "done"
        except (Refused, CancelledError, TimeoutError, RuntimeError):
            self.state = "failed"
        finally:
            if self.state == "running":
                self.state = "failed"

    def _carry_out(self, chunk: Sequence[Step], bus: FromThread, header: Header) -> None:
        ready = [step for step in chunk if step.command is not None]
        for step in chunk:
            if step.refused is not None:
                self._refuse(step, step.refused)
        sent = [(step.command, self._header(step, header)) for step in ready if step.command is not None]
        for step, answer in zip(ready, bus.call_many(sent), strict=True):
            self._note(step, answer)

    def _header(self, step: Step, header: Header) -> Header:
        own = uuid5(self.id, str(step.record_id))
        return replace(header, command_id=own, causation_id=None, expected_version=step.version)

    def _note(self, step: Step, answer: Receipt | Refused) -> None:
        if isinstance(answer, Refused):
            self._refuse(step, answer)
        elif not answer.events:
            self.unchanged += 1
        else:
            self.changed += 1
            self.position = max(self.position, answer.position)
            if step.back is not None:
                # Only while nobody has changed the record since.
                self.back.append(Step(step.record_id, step.name, step.back, None, version=answer.version))

    def _refuse(self, step: Step, refused: Refused) -> None:
        self.refused += 1
        if len(self.outcomes) < TOLD:
            self.outcomes.append(Outcome(step.record_id, step.name, refused))


class Jobs:
    """The changes of this gateway since it started; the oldest are forgotten."""

    def __init__(self) -> None:
        self._jobs: dict[UUID, Job] = {}
        self._lock = Lock()

    def start(self, job: Job, work: Callable[[], Any]) -> Job:
        """Run it in a thread of its own. Raises TooManyChanges."""
        with self._lock:
            running = sum(each.state == "running" for each in self._jobs.values())
            if running >= RUNNING:
                raise TooManyChanges(running=running)
            self._jobs[job.id] = job
            for old in [each.id for each in self._jobs.values() if each.state != "running"][:-KEPT]:
                del self._jobs[old]
        Thread(target=work, name=f"bulk {job.id}", daemon=True).start()
        return job

    def find(self, job_id: UUID, owner: UUID | None) -> Job | None:
        """The change with this id, if it is this reader's."""
        found = self._jobs.get(job_id)
        return found if found is not None and found.owner == owner else None
