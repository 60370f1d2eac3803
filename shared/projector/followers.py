"""What do the readers of a projector process do with the events a message brings?"""

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.policy import PolicyRunner
from shared.projector.delivery import Told, gapless
from shared.projector.engine import Projector
from shared.projector.gaps import healed
from shared.projector.lag import measure

Alive = Callable[[], object]
"""Called during long work, so that the broker does not take the process for dead."""


class Follower(Protocol):
    """A reader of the log that messages wake; the log itself fills what they leave out."""

    def prepare(self) -> None:
        """Create what is missing in the database."""
        ...

    def take(self, told: Sequence[Told], alive: Alive) -> None:
        """Work off the events the messages told, and those they should have told."""
        ...

    def heal(self, alive: Alive) -> None:
        """Follow the log itself up to its end."""
        ...


class ReadModels:
    """Folds events into read models, from the messages while they leave no gap."""

    def __init__(self, engine: Engine, projector: Projector) -> None:
        self._engine = engine
        self._projector = projector
        self._fence = Fence(engine)

    def prepare(self) -> None:
        """Create tables, views and checkpoints."""
        self._projector.prepare()

    def take(self, told: Sequence[Told], alive: Alive) -> None:
        """Fold the messages if they follow on every checkpoint, else what the log says."""
        if gapless(told):
            self._projector.apply([one.record for one in told], after=told[0].prev)
        last = told[-1].record.position
        if self._projector.lags(last):
            missed = min(self._projector.positions().values(), default=0)
            self.heal(alive)
            healed(self._engine, "read_models", missed, last)
        self._measure(last)

    def heal(self, alive: Alive) -> None:
        """Fold what the log holds beyond the checkpoints."""
        self._projector.refresh()
        watermark = self._fence.advance()
        while self._projector.step(watermark):
            alive()
        self._measure(watermark)

    def _measure(self, position: int) -> None:
        measure(self._engine, position, self._projector.positions())


class Policies:
    """Lets policies react; messages only wake them, because what they do is slower than a read of the log."""

    def __init__(self, engine: Engine, runners: Sequence[PolicyRunner]) -> None:
        self._runners = runners
        self._fence = Fence(engine)

    def prepare(self) -> None:
        """Create checkpoints."""
        for runner in self._runners:
            runner.prepare()

    def take(self, told: Sequence[Told], alive: Alive) -> None:
        """React to everything up to here."""
        self.heal(alive)

    def heal(self, alive: Alive) -> None:
        """React to everything the log holds beyond the checkpoints."""
        watermark = self._fence.advance()
        for runner in self._runners:
            runner.refresh()
            while runner.step(watermark):
                alive()
