"""How far is a rebuild, how fast does it go, and how long will it still take?"""

import time
from collections.abc import Callable, Iterable

import msgspec

from shared.rebuild.task import Advance


class Progress(msgspec.Struct, frozen=True):
    """What is done with a read model now; `share` of it (0 to 1), at `rate` events a second."""

    name: str
    phase: str
    share: float = 0.0
    events: int = 0
    rate: float = 0.0
    eta_seconds: float | None = None


Watch = Callable[[Progress], None]
"""Is told again and again how far it is."""


def unwatched(_: Progress) -> None:
    """Nobody looks."""


class Tally:
    """Adds up what the processes tell of one fold, and says it once a second at most."""

    def __init__(self, name: str, phase: str, watch: Watch, partitions: Iterable[int], upto: int) -> None:
        self._name, self._phase, self._watch = name, phase, watch
        self._upto = max(upto, 1)
        self._reached = dict.fromkeys(partitions, 0)
        self._started = time.monotonic()
        self._next = 0.0
        self.events = 0

    def tell(self, advance: Advance) -> None:
        """Take note of what a process has done."""
        self._reached.update(dict.fromkeys(advance.partitions, advance.position))
        self.events += advance.events
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + 1.0
            self._watch(self.now())

    def now(self) -> Progress:
        """How far it is."""
        seconds = time.monotonic() - self._started
        share = sum(self._reached.values()) / (self._upto * max(len(self._reached), 1))
        eta = seconds * (1 - share) / share if share else None
        return Progress(self._name, self._phase, share, self.events, self.events / max(seconds, 1e-9), eta)
