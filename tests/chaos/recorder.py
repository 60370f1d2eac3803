"""Where is everything noted that happens during a run, by whichever thread?"""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from tests.history_checker.history import Entry


class Recorder:
    """The history of one run. Safe to share between threads."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._entries: list[Entry] = []
        self._lock = Lock()

    def now(self) -> float:
        """Seconds since the run began."""
        return monotonic() - self._began

    def note(self, *entries: Entry) -> None:
        """Add to the history."""
        with self._lock:
            self._entries += entries

    def entries(self) -> list[Entry]:
        """What has been noted so far."""
        with self._lock:
            return list(self._entries)

    def take(self, wanted: Callable[[Entry], bool]) -> list[Entry]:
        """Remove these entries from the history, and return them."""
        with self._lock:
            taken = [entry for entry in self._entries if wanted(entry)]
            self._entries = [entry for entry in self._entries if not wanted(entry)]
            return taken
