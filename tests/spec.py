"""Given what happened, when someone asks for something, then what happens? The sentences of the business."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID, uuid4

from shared.application import Application
from shared.commands import Command
from shared.events import Event
from shared.log.log import MAX_VERSION, Log
from shared.records import Commit, Header, Receipt, Recorded
from shared.refusals import Refused
from tests.recording import recorded


class MemoryLog(Log):
    """A log without a database, for one writer."""

    def __init__(self) -> None:
        self.records: dict[UUID, list[Recorded[Any]]] = defaultdict(list)

    def add(self, stream_id: UUID, events: Sequence[Event]) -> None:
        for event in events:
            self.records[stream_id].append(recorded(event, stream_id, len(self.records[stream_id]) + 1))

    def append(self, commits: Sequence[Commit]) -> list[Receipt]:
        for commit in commits:
            self.add(commit.stream_id, commit.events)
        return [_receipt(commit) for commit in commits]

    def streams(
        self, stream_ids: Collection[UUID], *, upto: int = MAX_VERSION, types: Collection[str] = ()
    ) -> dict[UUID, list[Recorded[Any]]]:
        found = {stream_id: self.records[stream_id][:upto] for stream_id in stream_ids}
        return {
            stream_id: [each for each in records if not types or each.envelope.type in types]
            for stream_id, records in found.items()
        }

    def beginnings(self, stream_ids: Collection[UUID]) -> dict[UUID, str]:
        return {known: self.records[known][0].envelope.type for known in stream_ids if self.records[known]}


class Spec:
    """One sentence about one stream."""

    def __init__(self, build: Callable[[Log], Application], stream_id: UUID) -> None:
        self._log = MemoryLog()
        self._application = build(self._log)
        self._stream_id = stream_id
        self._outcome: list[Event] | Refused = []

    def given(self, *events: Event, on: UUID | None = None) -> "Spec":
        """What happened before, on this stream or on another."""
        self._log.add(on or self._stream_id, events)
        return self

    def when(self, command: Command) -> "Spec":
        """Someone asks for this."""
        header = Header(
            command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="Shanghai", source="web"
        )
        before = len(self._log.records[self._stream_id])
        try:
            self._application.handle(command, header)
        except Refused as refusal:
            self._outcome = refusal
        else:
            self._outcome = [record.event for record in self._log.records[self._stream_id][before:]]
        return self

    def then(self, *events: Event) -> None:
        """Exactly this happens."""
        assert self._outcome == list(events)

    def nothing(self) -> None:
        """It is true already: nothing happens, and nobody is refused."""
        assert self._outcome == []

    def refused(self, kind: type[Refused], field: str | None = None) -> None:
        """The command breaks this rule; the refusal names the input field, if it is about one."""
        assert isinstance(self._outcome, kind), self._outcome
        assert self._outcome.field == field


def _receipt(commit: Commit) -> Receipt:
    version = commit.expected_version + len(commit.events)
    return Receipt(
        command_id=commit.header.command_id, stream_id=commit.stream_id, version=version, position=version
    )
