"""Do appends that travel together keep outcomes of their own, and does nobody wait for ever?"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from shared.log.together import MOST, Together

DEADLINE = 10.0


class Courier:
    """Carries numbers to their tenfold, and starts back when let go. Tens never travel with their like."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.journeys: list[list[int]] = []
        self.let_go = threading.Semaphore(0)
        self.together = Together(self._carry, lambda number: [number % 10 or "a ten", number])
        self._pool = pool

    def _carry(self, numbers: Sequence[int]) -> list[int | None]:
        self.journeys.append(list(numbers))
        assert self.let_go.acquire(timeout=DEADLINE)
        if 13 in numbers:
            raise ValueError("13")
        return [None if number == 7 else 10 * number for number in numbers]

    def send(self, number: int, *, leaves: int | None = None) -> Future[int | None]:
        """Send from a thread of its own; returns when it waits, or when that many journeys have begun."""
        before = len(self.together._waiting)
        sent = self._pool.submit(self.together.send, number)
        until(lambda: len(self.together._waiting) > before or len(self.journeys) == leaves)
        return sent

    def back(self, journeys: int = 1) -> None:
        self.let_go.release(journeys)


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.001)


@pytest.fixture
def courier() -> Iterator[Courier]:
    with ThreadPoolExecutor(2 * MOST) as pool:
        yield Courier(pool)


def test_two_lone_ones_leave_at_once_and_the_others_together_after_them(courier: Courier) -> None:
    sent = [courier.send(1, leaves=1), courier.send(2, leaves=2), *map(courier.send, (3, 4, 5))]
    courier.back(1)
    until(lambda: sent[0].done() or sent[1].done())
    assert len(courier.journeys) == 2
    courier.back(2)
    assert [one.result(DEADLINE) for one in sent] == [10, 20, 30, 40, 50]
    assert courier.journeys == [[1], [2], [3, 4, 5]]


def test_while_a_party_is_under_way_nobody_else_leaves(courier: Courier) -> None:
    first, second = courier.send(1, leaves=1), courier.send(2, leaves=2)
    party = [courier.send(number) for number in (3, 4)]
    courier.back(2)
    until(lambda: len(courier.journeys) == 3)
    late = [courier.send(number) for number in (5, 6)]
    assert len(courier.journeys) == 3
    courier.back(2)
    assert [one.result(DEADLINE) for one in (first, second, *party, *late)] == [10, 20, 30, 40, 50, 60]


def test_those_that_do_not_go_together_leave_one_after_another(courier: Courier) -> None:
    sent = [courier.send(1, leaves=1), courier.send(2, leaves=2), *map(courier.send, (10, 20, 3, 30))]
    courier.back(5)
    assert [one.result(DEADLINE) for one in sent] == [10, 20, 100, 200, 30, 300]
    assert courier.journeys[2:] == [[10, 3], [20], [30]]


def test_what_goes_wrong_meets_the_leader_and_sends_the_others_back_alone(courier: Courier) -> None:
    courier.send(1, leaves=1), courier.send(2, leaves=2)
    leader, follower, refused = map(courier.send, (13, 4, 7))
    courier.back(3)
    with pytest.raises(ValueError, match="13"):
        leader.result(DEADLINE)
    assert (follower.result(DEADLINE), refused.result(DEADLINE)) == (None, None)
    courier.back()
    assert courier.send(5, leaves=4).result(DEADLINE) == 50


class Ended(BaseException):
    pass


@pytest.mark.parametrize("at", ["while it waits", "when it was to lead"])
def test_a_thread_that_is_ended_takes_nobody_with_it(courier: Courier, at: str) -> None:
    together = courier.together
    turns = [together._enter(number) for number in (1, 2, 3, 4)]
    assert [bool(turn.party) for turn in turns] == [True, True, False, False]
    ended, waiting = turns[2:]
    if at == "when it was to lead":
        together._return(turns[0].party)
        together._return(turns[1].party)
        assert ended.party == [ended, waiting]
    ended.wait = raises  # type: ignore[method-assign]
    with pytest.raises(Ended):
        together._await(ended)
    if at == "while it waits":
        together._return(turns[0].party)
        together._return(turns[1].party)
        assert waiting.party == [waiting]
    else:
        together._await(waiting)
        assert (waiting.party, together._under_way) == ([], [])


def raises() -> None:
    raise Ended
