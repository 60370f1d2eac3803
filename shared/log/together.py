"""How do the appends of several threads become one transaction, without one ever waiting for company?

Group commit: those that arrive while others are on their way wait until they are as many as these, and leave
together. So under low load an append leaves at once and alone, also while another lone one is on its way;
and under high load two large parties take turns, one on its way and one gathering or both on their way.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 100
"""Items that travel together at most: the last of them waits for all of them."""


class Turn(Generic[T, R]):
    """One thread's item, while others are on their way."""

    def __init__(self, item: T) -> None:
        self.item = item
        self.party: list[Turn[T, R]] = []  # whom it leads, itself first; empty: somebody else leads
        self.outcome: R | None = None
        self._awaited = Lock()
        self._awaited.acquire()

    def wait(self) -> None:
        """Until somebody wakes it, to lead or to go on."""
        self._awaited.acquire()

    def wake(self) -> None:
        self._awaited.release()


class Together(Generic[T, R]):
    """Calls `carry` with the items of as many threads as wait.

    `carry` gives one outcome for each item; None sends the thread back to try alone. Items that share one of
    their `keys` never travel together. Safe for threads and green threads, also for those that are ended.
    """

    def __init__(
        self, carry: Callable[[Sequence[T]], Sequence[R | None]], keys: Callable[[T], Iterable[Hashable]]
    ) -> None:
        self._carry = carry
        self._keys = keys
        self._lock = Lock()
        self._waiting: list[Turn[T, R]] = []
        self._under_way = 0

    def send(self, item: T) -> R | None:
        """The outcome of this item. Raises what `carry` raised, where this thread led."""
        turn = self._enter(item)
        if not turn.party:
            self._await(turn)
        if turn.party:
            self._lead(turn.party)
        return turn.outcome

    def _enter(self, item: T) -> Turn[T, R]:
        turn: Turn[T, R] = Turn(item)
        with self._lock:
            self._waiting.append(turn)
            leader = self._depart(turn)
        if leader and leader is not turn:
            leader.wake()
        return turn

    def _await(self, turn: Turn[T, R]) -> None:
        try:
            turn.wait()
        except BaseException:
            with self._lock:
                if turn in self._waiting:
                    self._waiting.remove(turn)
            if turn.party:
                self._return(turn.party)
            raise

    def _lead(self, party: Sequence[Turn[T, R]]) -> None:
        try:
            outcomes = self._carry([turn.item for turn in party])
            for turn, outcome in zip(party, outcomes, strict=True):
                turn.outcome = outcome
        finally:
            self._return(party)

    def _return(self, party: Sequence[Turn[T, R]]) -> None:
        with self._lock:
            self._under_way -= len(party)
            leader = self._depart()
        if leader:
            leader.wake()
        for follower in party[1:]:
            follower.wake()

    def _depart(self, awake: Turn[T, R] | None = None) -> Turn[T, R] | None:
        """Let those that wait leave, if they are enough. Who leads them: `awake`, if it is with them."""
        if not self._waiting or len(self._waiting) < self._under_way:
            return None
        waiting, self._waiting = self._waiting, []
        party: list[Turn[T, R]] = []
        taken: set[Hashable] = set()
        for turn in waiting:
            keys = set(self._keys(turn.item))
            if len(party) < MOST and taken.isdisjoint(keys):
                party.append(turn)
                taken |= keys
            else:
                self._waiting.append(turn)
        leader = awake if awake in party else party[0]
        leader.party = [leader, *(turn for turn in party if turn is not leader)]
        self._under_way += len(party)
        return leader
