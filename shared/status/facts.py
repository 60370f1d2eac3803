"""What is there to know of the log, and of everything that follows it, at one moment?"""

from datetime import datetime

import msgspec

from shared.log.fence import Holder
from shared.status.read_models import PartitionState
from shared.status.rebuilds import Rebuild


class Watermark(msgspec.Struct, frozen=True, kw_only=True):
    """Readers see everything up to `position`.

    last:        the position of the last event that was committed.
    age_seconds: for how long the oldest event beyond the watermark has been waiting; 0 where there is none.
    holders:     whose open appends it waits for, longest first.
    """

    position: int
    last: int
    age_seconds: float
    holders: list[Holder]


class Leader(msgspec.Struct, frozen=True):
    """The database session of the process that leads: its backend's pid, and the name it gave itself."""

    pid: int
    application_name: str


class Relay(msgspec.Struct, frozen=True, kw_only=True):
    """The broker has confirmed everything up to `cursor`; `lag` counts from there to the watermark."""

    cursor: int
    lag_events: int
    lag_seconds: float
    leader: Leader | None


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Events the broker did not deliver, which a reader therefore took from the log."""

    at: datetime
    reader: str
    after: int
    upto: int


class Service(msgspec.Struct, frozen=True):
    """How many processes take the commands of a service, and how many commands wait for them."""

    name: str
    processes: int
    waiting: int


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    """`problem` says why the broker could not be asked; then nothing is known of the rest."""

    problem: str | None = None
    services: list[Service] = []
    dead_letters: int = 0


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How everything stands. `relay` and `broker` are None where all runs in one process."""

    at: datetime
    watermark: Watermark
    relay: Relay | None
    read_models: list[PartitionState]
    rebuilds: list[Rebuild]
    gaps: list[Gap]
    broker: Broker | None = None
