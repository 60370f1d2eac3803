"""Facts and commits that only the tests of the log know."""

from typing import Any
from uuid import UUID, uuid4

from shared.events import Event
from shared.records import Commit, Header


class Noted(Event):
    text: str


class Measured(Event):
    """Version 1 knew no unit: everything was in metres; version 2 wrote lengths as text."""

    schema_version = 3
    length: float
    unit: str

    @staticmethod
    def upcast_1_to_2(data: dict[str, Any]) -> None:
        data["unit"] = "m"

    @staticmethod
    def upcast_2_to_3(data: dict[str, Any]) -> None:
        data["length"] = float(data["length"])


def header(**changes: Any) -> Header:
    """A header of a new command."""
    usual: dict[str, Any] = {
        "command_id": uuid4(),
        "correlation_id": uuid4(),
        "actor": "cli",
        "branch": "北京",
        "source": "web",
    }
    return Header(**usual | changes)


def commit(
    *events: Event, stream_id: UUID | None = None, after: int = 0, digest: int = 1, **head: Any
) -> Commit:
    """A commit of these events (one note, if none) to a new stream."""
    return Commit(
        stream_id=stream_id or uuid4(),
        expected_version=after,
        events=events or (Noted(text="a"),),
        header=header(**head),
        digest=digest,
    )
