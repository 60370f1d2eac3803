"""How do threads of the folding process hear at once that read models have moved?"""

from collections.abc import Mapping, Sequence
from threading import Condition, Lock

from sqlalchemy import URL, Engine


class Arrivals:
    """The positions that the read models of one database have reached, as told by whoever folds them here."""

    def __init__(self) -> None:
        self._moved = Condition()
        self._positions: dict[str, int] = {}

    def announce(self, positions: Mapping[str, int]) -> None:
        """Tell everyone who waits how far the read models have come."""
        with self._moved:
            self._positions = dict(positions)
            self._moved.notify_all()

    def wait(self, names: Sequence[str], position: int, seconds: float) -> bool:
        """Wait at most so many seconds until all of them have reached the position."""
        with self._moved:
            return self._moved.wait_for(lambda: self._reached(names, position), seconds)

    def knows(self, names: Sequence[str]) -> bool:
        """Are these read models folded in this process?"""
        return all(name in self._positions for name in names)

    def _reached(self, names: Sequence[str], position: int) -> bool:
        return all(self._positions.get(name, -1) >= position for name in names)


def arrivals_of(engine: Engine) -> Arrivals:
    """The one object through which this process speaks of that database."""
    with _lock:
        return _known.setdefault(engine.url, Arrivals())


_known: dict[URL, Arrivals] = {}
_lock = Lock()
