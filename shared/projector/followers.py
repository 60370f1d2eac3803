"""What do the readers of a projector process do with the messages that reach it?"""

from collections.abc import Callable, Collection, Mapping, Sequence
from time import monotonic
from typing import Protocol

from kombu.entity import Queue
from kombu.message import Message
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.projector.checkpoints import Reader
from shared.projector.delivery import Delivery, read
from shared.projector.engine import Projector
from shared.projector.followed import EVERYTHING
from shared.projector.gaps import healed
from shared.projector.lag import measure
from shared.projector.queues import partition_queues
from shared.slices import WHOLE
from shared.wire import Tick

_LOOK_SECONDS = 1.0
Alive = Callable[[], object]
"""Called during long work, so that the broker does not take the process for dead."""


class Follower(Protocol):
    """A reader of the log that messages wake; the log itself fills what they leave out."""

    hears_ticks: bool

    def prepare(self) -> None:
        """Create what is missing in the database."""
        ...

    def queues(self) -> Mapping[str, Queue]:
        """The queues whose messages it wants at this moment, by name."""
        ...

    def take(self, messages: Sequence[Message], tick: Tick | None, alive: Alive) -> Sequence[Message]:
        """Work off what the messages tell, and what they should have told; returns those nobody can read."""
        ...

    def heal(self, alive: Alive) -> None:
        """Follow the log itself up to its end."""
        ...


class ReadModels:
    """Folds events into read models, from the messages while they leave no gap.

    `share` tells which partitions are this process's; it may change at any time.
    """

    hears_ticks = True

    def __init__(
        self,
        engine: Engine,
        projector: Projector,
        share: Callable[[], Collection[int]] = lambda: EVERYTHING,
        group: str = "read_models",
    ) -> None:
        self._engine = engine
        self._projector = projector
        self._share = share
        self._queues = partition_queues(group)
        self._fence = Fence(engine)
        self._short: dict[Reader, int] = {}
        self._look_again = 0.0

    def prepare(self) -> None:
        """Create tables, views and checkpoints."""
        self._projector.prepare()

    def queues(self) -> Mapping[str, Queue]:
        """Those of this process's share; the one for readers of the whole log only if there are any."""
        share = self._share()
        self._projector.follow(share)
        wanted = set(share) if self._projector.follows_whole() else set(share) - {WHOLE}
        return {self._queues[p].name: self._queues[p] for p in sorted(wanted)}

    def take(self, messages: Sequence[Message], tick: Tick | None, alive: Alive) -> Sequence[Message]:
        """Fold the messages if they follow on every checkpoint, else what the log says."""
        delivery = read(messages, tick)
        if not self._projector.take(delivery):
            self._fill(delivery, alive)
        if monotonic() >= self._look_again:
            self._look_again = monotonic() + _LOOK_SECONDS
            self._look_around(delivery, alive)
        return delivery.unreadable

    def _look_around(self, delivery: Delivery, alive: Alive) -> None:
        """Is there a build that is new here or was resumed? Its events have gone by, and are in the log."""
        known = self._projector.readers()
        self._projector.refresh()
        if self._projector.readers() - known:
            self.heal(alive)
        elif delivery.tick is not None and self._stuck(delivery.tick):
            self._healed(self._projector.reached(), delivery, alive)

    def _stuck(self, tick: Tick) -> bool:
        """Has a reader stood still although there are events for it, as behind a frozen process?"""
        short = self._projector.short_of(tick)
        stuck = self._short.items() & short.items()
        self._short = short
        self._measure(tick.position)
        return bool(stuck)

    def _fill(self, delivery: Delivery, alive: Alive) -> None:
        """A gap: also where another process has folded meanwhile what the messages left out."""
        self._projector.refresh()
        if not self._projector.take(delivery):
            self._healed(self._projector.misses(delivery), delivery, alive)

    def _healed(self, missed: int | None, delivery: Delivery, alive: Alive) -> None:
        self.heal(alive)
        if missed is not None:
            healed(self._engine, "read_models", missed, delivery.told_of())

    def heal(self, alive: Alive) -> None:
        """Fold what the log holds beyond the checkpoints."""
        self._projector.refresh()
        watermark = self._fence.advance()
        while self._projector.step(watermark):
            alive()
        self._measure(watermark)

    def _measure(self, position: int) -> None:
        measure(self._engine, position, self._projector.positions())
