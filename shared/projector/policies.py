"""How do the policies of a projector process follow the log?"""

from collections.abc import Mapping, Sequence

from kombu.entity import Queue
from kombu.message import Message
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.policy import PolicyRunner
from shared.projector.followers import Alive
from shared.projector.queues import durable_queue
from shared.wire import TICK, Tick


class Policies:
    """Lets policies react; messages only wake them, because what they do is slower than a read of the log."""

    hears_ticks = False

    def __init__(self, engine: Engine, runners: Sequence[PolicyRunner], group: str = "policies") -> None:
        self._runners = runners
        # The last tick says all that earlier ones did.
        self._queue = durable_queue(group, TICK, longest=1)
        self._fence = Fence(engine)

    def prepare(self) -> None:
        """Create checkpoints."""
        for runner in self._runners:
            runner.prepare()

    def queues(self) -> Mapping[str, Queue]:
        """One, of which one process at a time hears."""
        return {self._queue.name: self._queue}

    def take(self, messages: Sequence[Message], tick: Tick | None, alive: Alive) -> Sequence[Message]:
        """React to everything up to here."""
        self.heal(alive)
        return ()

    def heal(self, alive: Alive) -> None:
        """React to everything the log holds beyond the checkpoints."""
        watermark = self._fence.advance()
        for runner in self._runners:
            runner.refresh()
            while runner.step(watermark):
                alive()
