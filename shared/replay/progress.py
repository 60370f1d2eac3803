"""How far has a replay come, how fast is it, and how long will it still take?"""

import time
from collections.abc import Callable

import msgspec


class Progress(msgspec.Struct):
    """A replay of the positions above `began` up to `upto`.

    position: everything up to here is done. events: those of this run that passed the filters.
    """

    began: int
    upto: int
    position: int
    events: int = 0
    started: float = msgspec.field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / max(self.seconds, 1e-9)

    @property
    def share(self) -> float:
        """The part that is done, 0 to 1; by positions, since nobody knows how many events will pass."""
        return (self.position - self.began) / max(self.upto - self.began, 1)

    @property
    def eta_seconds(self) -> float | None:
        """Seconds left at the present pace; None while that is unknown."""
        return self.seconds * (1 - self.share) / self.share if self.share > 0 else None


Watch = Callable[[Progress], None]
"""Is told again and again how far it has come."""

Paused = Callable[[], bool]
"""Says whether somebody wants the replay to stop here."""


def unwatched(_: Progress) -> None:
    """Nobody looks."""


def never() -> bool:
    """Nobody wants it to stop."""
    return False
