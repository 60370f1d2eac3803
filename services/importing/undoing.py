"""How is a whole import undone, by further commands, record by record from the last one to the first?"""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event as Signal
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Engine

from services.importing.course import IMPORTED
from services.importing.dependents import BEGINS, dependents
from services.importing.patience import Calls, patiently, send_all
from services.importing.taking_back import Plan, plan_for
from services.importing.undo_report import LeftAlone, UndoReport
from shared.commands import Command
from shared.events import event_name
from shared.log.log import Log
from shared.records import Envelope, Header, Receipt, Recorded
from shared.refusals import NotFound, Refused
from shared.undoing import SOURCE, Undoable, undo_of

BATCH = 250


class _Record:
    """A record on its way back: what is still to be sent, and at which version it must be for that."""

    def __init__(self, records: Sequence[Recorded[Any]], import_id: UUID) -> None:
        self.undoable: Undoable = BEGINS[type(records[0].event)]
        self.plan: Plan = plan_for(self.undoable, records, import_id)
        self.version = records[-1].version
        self.cause = _last_of(import_id, records)
        self.commands = list(self.plan.commands)
        self.reason: str | None = None

    def leave(self, reason: str) -> None:
        """Nothing more is sent for this record."""
        self.commands, self.reason = [], reason

    @property
    def stream_id(self) -> UUID:
        return self.cause.stream_id

    @property
    def entity(self) -> str:
        return self.undoable.aggregate.name

    @property
    def verdict(self) -> str:
        if self.reason or (self.plan.clashes and not self.plan.commands):
            return "left_alone"
        if not self.plan.commands:
            return "unchanged"
        return "removed" if self.plan.removes else "set_back"


def _last_of(import_id: UUID, records: Sequence[Recorded[Any]]) -> Envelope:
    own = [each.envelope for each in records if each.envelope.correlation_id == import_id]
    return [envelope for envelope in own if envelope.source in IMPORTED][-1]


def _records(log: Log, stream_ids: Sequence[UUID]) -> list[UUID]:
    """Those that are records: what reserves names, or keeps a tree, changes with the record it serves."""
    begins = log.beginnings(stream_ids)
    known = {event_name(event) for event in BEGINS}
    return [stream_id for stream_id in stream_ids if begins[stream_id] in known]


class Undo:
    """Takes one import back. Repeating it changes nothing; one that was killed is continued by the next."""

    def __init__(
        self,
        import_id: UUID,
        engine: Engine,
        bus: Calls | None,
        *,
        actor: str,
        credential: UUID | None = None,
    ) -> None:
        """`bus` None is a dry run; `credential`: whose rights hold, where the actor's are lent.

        Raises NotFound where no import has this id.
        """
        self._import_id = import_id
        self._engine = engine
        self._log = Log(engine)
        self._bus = bus
        self._actor, self._credential = actor, credential
        self._stopped = Signal()
        self._streams = _records(self._log, self._log.touched(import_id))
        if not self._streams:
            raise NotFound(what="import", id=str(import_id))
        self._touched = set(self._streams)
        self.report = UndoReport(import_id, len(self._streams), dry_run=bus is None)

    def run(self, progress: Callable[[UndoReport], None] = lambda _: None) -> UndoReport:
        """Send everything; `progress` is called now and then. Raises Unreadable when a service stays away."""
        for start in range(0, len(self._streams), BATCH):
            ids = self._streams[start : start + BATCH]
            batch = patiently(partial(self._batch, ids), self._stopped)
            if self._bus is not None:
                self._send(batch, self._bus)
            for record in batch:
                self._count(record)
            progress(self.report)
        return self.report

    def _batch(self, ids: Sequence[UUID]) -> list[_Record]:
        streams = self._log.streams(ids)
        batch = [_Record(streams[stream_id], self._import_id) for stream_id in ids]
        leaving = [record.stream_id for record in batch if record.plan.removes]
        needed = dependents(self._engine, self._log, leaving, self._touched) if leaving else {}
        for record in batch:
            if others := needed.get(record.stream_id):
                record.leave(f"{len(others)} records of others name it, such as {others[0]}")
        return batch

    def _send(self, batch: Sequence[_Record], bus: Calls) -> None:
        # One command of each record at a time, on the version the last one left: whoever comes between wins.
        while sending := [record for record in batch if record.commands]:
            service = sending[0].commands[0].service()
            sending = [record for record in sending if record.commands[0].service() == service]
            answers = send_all(bus, [self._addressed(record) for record in sending], self._stopped)
            for record, answer in zip(sending, answers, strict=True):
                self._take(record, answer)

    def _take(self, record: _Record, answer: Receipt | Refused) -> None:
        if isinstance(answer, Refused):
            record.leave(str(answer))
            return
        del record.commands[0]
        record.version = answer.version
        self.report.position = max(self.report.position, answer.position)

    def _addressed(self, record: _Record) -> tuple[Command, Header]:
        command = record.commands[0]
        undo_id = undo_of(self._import_id)
        name = f"{record.stream_id}/{record.version}/{command.method()}"
        return command, Header(
            command_id=uuid5(undo_id, name),
            correlation_id=undo_id,
            causation_id=record.cause.event_id,
            actor=self._actor,
            branch=record.cause.branch,
            source=SOURCE,
            expected_version=record.version,
            credential=self._credential,
        )

    def _count(self, record: _Record) -> None:
        self.report.count(record.entity, record.verdict)
        for clash in record.plan.clashes:
            self.report.clash(record.entity, clash)
        if record.reason:
            left = LeftAlone(entity=record.entity, id=record.stream_id, aspect="record", reason=record.reason)
            self.report.left_alone.append(left)
