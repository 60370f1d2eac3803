"""What happens when? One thing after another, in the order of a clock that leaps to what is due next."""

import heapq
from collections.abc import Callable
from itertools import count

Action = Callable[[], object]


class Clock:
    """Virtual time, in seconds, and what is due later."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Action]] = []
        self._numbers = count()

    def after(self, seconds: float, action: Action) -> None:
        """Do this so many seconds from now."""
        heapq.heappush(self._due, (self.now + seconds, next(self._numbers), action))

    def every(self, seconds: float, action: Action) -> None:
        """Do this again and again."""

        def again() -> None:
            action()
            self.after(seconds, again)

        self.after(seconds, again)

    def run(self, until: float) -> None:
        """Let everything happen that is due before then."""
        while self._due and self._due[0][0] <= until:
            self.now, _, action = heapq.heappop(self._due)
            action()
        self.now = until

    def monotonic(self) -> float:
        """In the place of time.monotonic."""
        return self.now
