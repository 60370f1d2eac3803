"""Of how many partitions will the rows fit into memory?"""

_EARLY, _SURE = 0.05, 0.1


class Room:
    """Foresees, early in a pass over the log, how much memory the rows of its end will take.

    Rows are thought to go on growing as they did between 5 % and 10 % of the way.
    """

    def __init__(self, upto: int, limit: int) -> None:
        self._upto, self._limit = upto, limit
        self._early: tuple[float, int] | None = None
        self._sure = False

    def fits(self, position: int, used: int, partitions: int) -> int:
        """How many of these partitions to go on with, at least one."""
        share = position / self._upto
        expected = used
        if self._early is None and share >= _EARLY:
            self._early = share, used
        elif self._early and not self._sure and share >= _SURE:
            self._sure = True
            since, before = self._early
            expected += int((used - before) / (share - since) * (1 - share))
        return partitions if expected <= self._limit else max(1, partitions * self._limit // expected)
