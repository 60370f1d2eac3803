"""How do planned rows reach the services: in batches, several in flight, each answered in order?"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event
from typing import NamedTuple, Protocol
from uuid import UUID

from services.importing.past import Past, past_of
from services.importing.patience import Calls, patiently, send_all
from services.importing.planner import Planned
from services.importing.references import Known
from services.importing.work import Task, Verdict, Work, resumed, work_for
from shared.commands import Command
from shared.importing import Importable
from shared.log.log import Log
from shared.records import Header, Receipt
from shared.refusals import NotFound, Refused

BATCH = 250
IN_FLIGHT = 2


class Outcome(NamedTuple):
    """What became of a row; `position` is the log position of its last event, 0 if there is none."""

    planned: Planned
    verdict: Verdict
    reason: str = ""
    position: int = 0


class OnBehalf(Protocol):
    """Whose commands they are, and the branch of records that name none."""

    @property
    def actor(self) -> str: ...

    @property
    def credential(self) -> UUID | None: ...

    @property
    def branch(self) -> str: ...

    @property
    def known(self) -> Known | None: ...


class Sender:
    """Sends the rows of one entity. Without a bus nothing is sent, and outcomes are what would be."""

    def __init__(
        self, log: Log, bus: Calls | None, run_id: UUID, on_behalf: OnBehalf, *, source: str = "import"
    ) -> None:
        self._log = log
        self._bus = bus
        self._run_id = run_id
        self._on_behalf = on_behalf
        self._source = source
        self._stopped = Event()

    def send(self, entity: Importable, rows: Iterable[Planned]) -> Iterator[Outcome]:
        """One outcome for each row, in order."""
        flying: deque[tuple[set[UUID], Future[list[Outcome]]]] = deque()
        with ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="import") as pool, self._stopping():
            for batch in _batches(rows):
                ids = {planned.record_id for planned in batch}
                # Rows about one record keep their order: the earlier one lands before the later one leaves.
                while flying and (len(flying) >= IN_FLIGHT or any(ids & sent for sent, _ in flying)):
                    yield from flying.popleft()[1].result()
                flying.append((ids, pool.submit(self._carry_out, entity, batch)))
            while flying:
                yield from flying.popleft()[1].result()

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            # Whoever interrupts an import must not wait for a service that is away.
            self._stopped.set()
            raise

    def _carry_out(self, entity: Importable, batch: Sequence[Planned]) -> list[Outcome]:
        pasts = patiently(lambda: self._pasts([planned.record_id for planned in batch]), self._stopped)
        there = [each for each, past in pasts.items() if past.records]
        known = self._on_behalf.known
        seen = known.sees(entity.name, there) if known else set(there)
        hidden = set(there) - seen
        outcomes = iter(self._sent(entity, [each for each in batch if each.record_id not in hidden], pasts))
        return [
            _hidden(entity, planned) if planned.record_id in hidden else next(outcomes) for planned in batch
        ]

    def _sent(
        self, entity: Importable, batch: Sequence[Planned], pasts: Mapping[UUID, Past]
    ) -> list[Outcome]:
        works = [
            resumed(work_for(planned, past, entity), past, self._run_id)
            for planned, past in ((planned, pasts[planned.record_id]) for planned in batch)
        ]
        if self._bus is None:
            return [
                Outcome(planned, _would(planned, work)) for planned, work in zip(batch, works, strict=True)
            ]
        commands = [
            self._addressed(planned, task)
            for planned, work in zip(batch, works, strict=True)
            for task in work.tasks
        ]
        answers = iter(send_all(self._bus, commands, self._stopped))
        return [
            _outcome(planned, work, [next(answers) for _ in work.tasks])
            for planned, work in zip(batch, works, strict=True)
        ]

    def _pasts(self, ids: list[UUID]) -> dict[UUID, Past]:
        there = self._log.existing(ids)
        streams = self._log.streams(list(there)) if there else {}
        return {found: past_of(streams.get(found, ()), self._source) for found in ids}

    def _addressed(self, planned: Planned, task: Task) -> tuple[Command, Header]:
        at = task.step.at
        return task.step.command, Header(
            command_id=task.command_id,
            correlation_id=self._run_id,
            causation_id=planned.revision,
            actor=self._on_behalf.actor,
            credential=self._on_behalf.credential,
            branch=planned.record.branch or self._on_behalf.branch,
            source=self._source,
            occurred_at=at.astimezone(UTC) if isinstance(at, datetime) else None,
        )


def _hidden(entity: Importable, planned: Planned) -> Outcome:
    """Its key is that of a record that the one who imports may not see: it tells nothing of its content."""
    return Outcome(planned, "rejected", str(NotFound(what=entity.name, id=str(planned.record_id))))


def _batches(rows: Iterable[Planned]) -> Iterator[list[Planned]]:
    batch: dict[UUID, Planned] = {}
    for planned in rows:
        if len(batch) >= BATCH or planned.record_id in batch:
            yield list(batch.values())
            batch = {}
        batch[planned.record_id] = planned
    if batch:
        yield list(batch.values())


def _would(planned: Planned, work: Work) -> Verdict:
    if planned.joins and work.verdict == "created":
        return "skipped" if planned.mapping.existing == "skip" else "updated"
    return work.verdict if work.tasks or work.settled else "unchanged"


def _outcome(planned: Planned, work: Work, answers: Sequence[Receipt | Refused]) -> Outcome:
    refused = next((answer for answer in answers if isinstance(answer, Refused)), None)
    if refused is not None:
        return Outcome(planned, "rejected", str(refused))
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    if work.settled:
        return Outcome(planned, work.verdict)
    changed = work.verdict == "created" or any(receipt.events for receipt in receipts)
    position = max((receipt.position for receipt in receipts), default=0)
    return Outcome(planned, work.verdict if changed and receipts else "unchanged", position=position)
