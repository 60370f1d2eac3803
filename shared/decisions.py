"""What do commands decide, given the streams they concern?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec

from shared.aggregate import Consulted, Joined, Reference
from shared.events import Event, event_name
from shared.loading import Stream, load
from shared.log.log import Log
from shared.records import Commit, Receipt
from shared.refusals import CommandIdReused, Conflict, Invalid, NotFound, Refused
from shared.rights.guard import Guard
from shared.task import Task
from shared.telemetry.logs import logger


class Decisions:
    """Decides commands in order, on streams loaded all at once; several commands may concern one stream.

    joined: what is to be appended to other records, together with the commits decided.
    """

    def __init__(self, log: Log, tasks: Sequence[Task], guard: Guard) -> None:
        self._log = log
        self._guard = guard
        self._streams = load(log, {task.stream_id: task.handler.aggregate for task in tasks})
        self._beginnings = _beginnings(log, tasks)
        self._known = _known(log, tasks, self._streams)
        self._commits: dict[UUID, Commit] = {}
        self._consulted: dict[UUID, Stream] = {}
        self.joined: list[Commit] = []

    def decide(self, task: Task) -> Commit | Receipt | Refused:
        """What is to be appended, or the receipt where nothing is, or the refusal."""
        try:
            self._guard.sender(task)
            return self._repeated(task) or self._decide(task)
        except Refused as refusal:
            return refusal

    def keep_snapshots(self, receipts: Sequence[Receipt]) -> None:
        """Keep the states of long streams, now that everything decided on them stands in the log.

        Nobody depends on it: where it fails, the next command on the stream tries again.
        """
        foreign = {receipt.stream_id for receipt in receipts if receipt.repeated}
        for stream_id, stream in self._streams.items():
            if stream_id in foreign:
                continue  # another sender appended in our place
            try:
                stream.keep(self._log, stream_id)
            except Exception as error:  # a state that cannot be written, a database that is gone
                _log.warning("no snapshot could be kept", stream_id=str(stream_id), error=str(error))

    def _repeated(self, task: Task) -> Commit | Receipt | None:
        command_id = task.header.command_id
        if command_id in self._commits:
            return msgspec.structs.replace(self._commits[command_id], digest=task.digest())
        if command_id not in self._known:
            return None
        receipt, digest = self._known[command_id]
        if digest != task.digest():
            raise CommandIdReused
        return msgspec.structs.replace(receipt, repeated=True)

    def _decide(self, task: Task) -> Commit | Receipt:
        stream = self._streams[task.stream_id]
        task = self._checked(task, stream)
        version = stream.version
        consulted = task.handler.consults(stream.state(), task.command)
        known = {name: self._state_of(each) for name, each in consulted.items()}
        events = tuple(task.handler.decide(stream.state(), task.command, **known))
        if events:
            if version:
                self._guard.check_moved(task, stream.state(), stream.after(events))
            self._guard.check_given(task, task.handler.gives(stream.state(), task.command, **known))
            self._join(task, task.handler.joins(stream.state(), task.command))
        stream.grow(events)
        return self._commit(task, version, events) if events else _nothing(task, version)

    def _join(self, task: Task, others: Sequence[Joined]) -> None:
        streams = [self._stream_of(other) for other in others]
        # A refusal by any of them comes before the first has changed.
        changes = [tuple(other.decide(stream.state())) for other, stream in zip(others, streams, strict=True)]
        for other, stream, events in zip(others, streams, changes, strict=True):
            if events:
                self.joined.append(_joining(task, other.stream_id, stream.version, events))
                stream.grow(events)

    def _state_of(self, other: Consulted) -> Any:
        return self._stream_of(other).state()

    def _stream_of(self, other: Consulted | Joined) -> Stream:
        stream = self._streams.get(other.stream_id) or self._consulted.get(other.stream_id)
        if stream is None:
            found = load(self._log, {other.stream_id: other.aggregate})
            stream = self._consulted[other.stream_id] = found[other.stream_id]
        return stream

    def _checked(self, task: Task, stream: Stream) -> Task:
        if (stream.version == 0 or stream.foreign) and not task.handler.creates:
            raise NotFound(what=task.handler.aggregate.name, id=str(task.stream_id))
        if stream.foreign:
            raise Invalid(problems=[{"field": task.own_id(), "problem": _other_kind(task.stream_id)}])
        admitted = self._guard.admitted(task, stream)
        if task.header.expected_version not in (None, stream.version):
            raise Conflict
        self._check_references(task)
        return admitted

    def _check_references(self, task: Task) -> None:
        problems = [
            {"field": field, "problem": problem}
            for field, stream_id, reference in task.references()
            if (problem := self._problem(task, stream_id, reference))
        ]
        if problems:
            raise Invalid(problems=problems)

    def _problem(self, task: Task, stream_id: UUID, reference: Reference) -> str | None:
        stream = self._streams.get(stream_id)
        found = stream.begins if stream else self._beginnings.get(stream_id)
        if found is None or not self._guard.sees(task, reference.thing, stream_id):
            return f"there is no record {stream_id}"
        begins = reference.begins if isinstance(reference.begins, tuple) else (reference.begins,)
        fits = found in map(event_name, begins)
        return None if fits else _other_kind(stream_id)

    def _commit(self, task: Task, version: int, events: tuple[Event, ...]) -> Commit:
        commit = Commit(
            stream_id=task.stream_id,
            expected_version=version,
            events=events,
            header=task.header,
            digest=task.digest(),
        )
        self._commits[task.header.command_id] = commit
        return commit


def _other_kind(stream_id: UUID) -> str:
    return f"the record {stream_id} is of another kind"


def _joining(task: Task, stream_id: UUID, version: int, events: tuple[Event, ...]) -> Commit:
    # A command id belongs to one stream; those of the joined streams follow from it.
    command_id = uuid5(task.header.command_id, str(stream_id))
    return Commit(
        stream_id=stream_id,
        expected_version=version,
        events=events,
        header=msgspec.structs.replace(task.header, command_id=command_id),
        digest=task.digest(),
    )


def _nothing(task: Task, version: int) -> Receipt:
    command_id = task.header.command_id
    return Receipt(command_id=command_id, stream_id=task.stream_id, version=version, position=0)


def _beginnings(log: Log, tasks: Sequence[Task]) -> Mapping[UUID, str]:
    named = {stream_id for task in tasks for _, stream_id, _ in task.references()}
    return log.beginnings(named) if named else {}


def _known(
    log: Log, tasks: Sequence[Task], streams: Mapping[UUID, Stream]
) -> dict[UUID, tuple[Receipt, int]]:
    # A repeated command left its mark in the very stream it concerns; only then is the log asked for it. What
    # lies before a snapshot was not seen.
    marks = {record.envelope.command_id for stream in streams.values() for record in stream.records}
    repeated = [
        task.header.command_id
        for task in tasks
        if task.header.command_id in marks or streams[task.stream_id].snapshot
    ]
    return log.recorded(repeated) if repeated else {}


_log = logger(__name__)
