"""What stands around an event when it is stored, and what comes back from the log?"""

from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID, uuid5

import msgspec

from shared.events import Event

E = TypeVar("E", bound=Event, covariant=True)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends a command, and from where; it travels beside the command and ends in the envelope.

    `command_id` makes a repeat harmless. `expected_version` is the stream version the sender saw (None:
    no check beyond the usual one). `occurred_at` is business time, set only by trusted senders (an
    import of dated history); None means now. `causation_id` is the id of the event or command that led
    to this command. `credential` is the session or token the actor shows, whose rights may be narrower
    than the actor's; it is not stored.
    """

    command_id: UUID
    correlation_id: UUID
    actor: str
    branch: str
    source: str
    causation_id: UUID | None = None
    occurred_at: datetime | None = None
    expected_version: int | None = None
    credential: UUID | None = None


class Envelope(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everything the log knows of an event besides its payload.

    `position` counts the whole log (gaps are normal), `version` counts the stream without gaps from 1.
    Both instants are timezone-aware UTC; `occurred_at` is business time.
    """

    position: int
    stream_id: UUID
    version: int
    type: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    branch: str
    source: str
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None

    @property
    def event_id(self) -> UUID:
        """The stable id of this event, the same on every machine."""
        return uuid5(self.stream_id, str(self.version))


class Recorded(msgspec.Struct, Generic[E], frozen=True, gc=False):
    """An event as it stands in the log."""

    event: E
    envelope: Envelope

    @property
    def stream_id(self) -> UUID:
        return self.envelope.stream_id

    @property
    def version(self) -> int:
        return self.envelope.version

    @property
    def position(self) -> int:
        return self.envelope.position

    @property
    def occurred_at(self) -> datetime:
        return self.envelope.occurred_at


class Commit(msgspec.Struct, frozen=True, kw_only=True):
    """What one command wants to add to one stream: its events take versions expected_version + 1, ….

    `digest` fingerprints the command (name and body), so that a command id reused for another command
    is refused instead of answered with a stranger's receipt.
    """

    stream_id: UUID
    expected_version: int
    events: tuple[Event, ...]
    header: Header
    digest: int


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to an accepted command.

    `version` is the stream's version after it; `position` the log position of its last event, to hand
    to a query as `min_position`. Where nothing was to be done, `events` is empty and `position` 0.
    `repeated` says that the command had been carried out before, and this is its first result.
    """

    command_id: UUID
    stream_id: UUID
    version: int
    position: int
    events: tuple[str, ...] = ()
    repeated: bool = False
