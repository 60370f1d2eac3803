"""What do commands decide, given the streams they concern?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import msgspec

from shared.aggregate import Consulted, Handler, Joined
from shared.commands import Command
from shared.events import Event, event_name
from shared.loading import Stream, load
from shared.log.log import Log
from shared.records import Commit, Header, Receipt
from shared.refusals import CommandIdReused, Conflict, Invalid, NotFound, Refused
from shared.telemetry.logs import logger


class Task(NamedTuple):
    """A command with its header, and the handler it goes to."""

    handler: Handler
    command: Command
    header: Header

    @property
    def stream_id(self) -> UUID:
        return self.handler.stream(self.command)

    def references(self) -> Iterator[tuple[str, UUID, type[Event]]]:
        """The fields that name other streams, each with the stream and the fact it must begin with."""
        for field, reference in self.handler.refers(self.command).items():
            if reference.stream_id is not None:
                yield field, reference.stream_id, reference.begins


class Decisions:
    """Decides commands in order, on streams loaded all at once; several commands may concern one stream.

    joined: what is to be appended to other records, together with the commits decided.
    """

    def __init__(self, log: Log, tasks: Sequence[Task]) -> None:
        self._log = log
        self._streams = load(log, {task.stream_id: task.handler.aggregate for task in tasks})
        self._beginnings = _beginnings(log, tasks)
        self._known = _known(log, tasks, self._streams)
        self._commits: dict[UUID, Commit] = {}
        self._consulted: dict[UUID, Stream] = {}
        self.joined: list[Commit] = []

    def decide(self, task: Task) -> Commit | Receipt | Refused:
        """What is to be appended, or the receipt where nothing is, or the refusal."""
        try:
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
            return msgspec.structs.replace(self._commits[command_id], digest=task.command.digest())
        if command_id not in self._known:
            return None
        receipt, digest = self._known[command_id]
        if digest != task.command.digest():
            raise CommandIdReused
        return msgspec.structs.replace(receipt, repeated=True)

    def _decide(self, task: Task) -> Commit | Receipt:
        stream = self._streams[task.stream_id]
        self._check(task, stream)
        version = stream.version
        consulted = task.handler.consults(stream.state(), task.command)
        known = {name: self._state_of(each) for name, each in consulted.items()}
        events = tuple(task.handler.decide(stream.state(), task.command, **known))
        if events:
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

    def _check(self, task: Task, stream: Stream) -> None:
        if stream.version == 0 and not task.handler.creates:
            raise NotFound(what=task.handler.aggregate.name, id=str(task.stream_id))
        if task.header.expected_version not in (None, stream.version):
            raise Conflict
        self._check_references(task)

    def _check_references(self, task: Task) -> None:
        problems = [
            {"field": field, "problem": problem}
            for field, stream_id, begins in task.references()
            if (problem := self._problem(stream_id, begins))
        ]
        if problems:
            raise Invalid(problems=problems)

    def _problem(self, stream_id: UUID, begins: type[Event]) -> str | None:
        stream = self._streams.get(stream_id)
        found = stream.begins if stream else self._beginnings.get(stream_id)
        if found is None:
            return f"there is no record {stream_id}"
        return None if found == event_name(begins) else f"the record {stream_id} is of another kind"

    def _commit(self, task: Task, version: int, events: tuple[Event, ...]) -> Commit:
        commit = Commit(
            stream_id=task.stream_id,
            expected_version=version,
            events=events,
            header=task.header,
            digest=task.command.digest(),
        )
        self._commits[task.header.command_id] = commit
        return commit


def _joining(task: Task, stream_id: UUID, version: int, events: tuple[Event, ...]) -> Commit:
    # A command id belongs to one stream; those of the joined streams follow from it.
    command_id = uuid5(task.header.command_id, str(stream_id))
    return Commit(
        stream_id=stream_id,
        expected_version=version,
        events=events,
        header=msgspec.structs.replace(task.header, command_id=command_id),
        digest=task.command.digest(),
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
