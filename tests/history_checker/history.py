"""What was asked, seen and broken during a run: one JSON object a line, in the order it was noted.

Instants are seconds since the run began.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeVar
from uuid import UUID

import msgspec

Delivery = Literal["exactly once", "at least once", "at least once, in any order"]
Outcome = Literal["ok", "refused", "unavailable", "unknown"]


class Call(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """One attempt at a command. `ended` is None where no answer ever came.

    unavailable: the answer said that nothing was changed; unknown: it said, or a broken connection means,
    that the outcome is not known. `said` is the answer in its own words.
    """

    session: int
    command_id: UUID
    command: str
    stream_id: UUID
    started: float
    deadline: float
    ended: float | None = None
    outcome: Outcome | None = None
    position: int = 0
    version: int = 0
    events: tuple[str, ...] = ()
    expected: Outcome = "ok"
    said: str = ""


class Read(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """One question; `position` is the one its answer reflects, `version` the one its record has."""

    session: int
    question: str
    stream_id: UUID
    min_position: int
    started: float
    deadline: float
    ended: float | None = None
    outcome: Outcome | None = None
    position: int = 0
    version: int = 0
    said: str = ""


class Reader(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """Somebody who reads the whole log as it grows, and what they are promised."""

    reader: str
    delivery: Delivery = "exactly once"


class Seen(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """An event as a reader met it."""

    reader: str
    position: int
    stream_id: UUID
    version: int
    type: str


class Fault(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """Something was broken on purpose."""

    at: float
    what: str


class Poison(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """An event that nobody can fold was planted at this position."""

    position: int


class Settled(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """How long it took after the last fault was healed until nothing was left to do, if ever."""

    seconds: float
    within: float
    reached: bool
    lag: int
    queues: dict[str, int]
    reminders: int = 0


Entry = Call | Read | Reader | Seen | Fault | Poison | Settled
E = TypeVar("E", bound=msgspec.Struct)

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Entry)


def write(file: Path, entries: Iterable[Entry]) -> None:
    """Keep a history for later."""
    file.write_bytes(_encoder.encode_lines(entries))


def read(file: Path) -> list[Entry]:
    """A history that was kept."""
    return _decoder.decode_lines(file.read_bytes())


def only(entries: Iterable[Entry], kind: type[E]) -> Iterator[E]:
    """The entries of one kind."""
    return (entry for entry in entries if isinstance(entry, kind))
