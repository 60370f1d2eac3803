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


def test_two_lone_ones_leave_at_once_and_the_others_when_they_are_as_many(courier: Courier) -> None:
    sent = [courier.send(1, leaves=1), courier.send(2, leaves=2), courier.send(3)]
    sent.append(courier.send(4, leaves=3))
    sent += map(courier.send, (5, 6, 8))
    sent.append(courier.send(9, leaves=4))
    courier.back(4)
    assert [one.result(DEADLINE) for one in sent] == [10, 20, 30, 40, 50, 60, 80, 90]
    assert courier.journeys == [[1], [2], [4, 3], [9, 5, 6, 8]]


def test_who_waits_leaves_when_enough_have_returned(courier: Courier) -> None:
    first, second = courier.send(1, leaves=1), courier.send(2, leaves=2)
    late = courier.send(3)
    courier.back()
    until(lambda: len(courier.journeys) == 3)
    courier.back(2)
    assert [one.result(DEADLINE) for one in (first, second, late)] == [10, 20, 30]


def test_those_that_do_not_go_together_leave_one_after_another(courier: Courier) -> None:
    sent = [courier.send(1, leaves=1), courier.send(2, leaves=2), courier.send(10)]
    sent += [courier.send(20, leaves=3), courier.send(3)]
    courier.back(5)
    assert [one.result(DEADLINE) for one in sent] == [10, 20, 100, 200, 30]
    assert courier.journeys[2] == [10]
    assert sorted(number for journey in courier.journeys[3:] for number in journey) == [3, 20]


def test_what_goes_wrong_meets_the_leader_and_sends_the_others_back_alone(courier: Courier) -> None:
    courier.send(1, leaves=1), courier.send(2, leaves=2)
    follower, leader = courier.send(4), courier.send(13, leaves=3)
    courier.back(3)
    with pytest.raises(ValueError, match="13"):
        leader.result(DEADLINE)
    assert follower.result(DEADLINE) is None
    courier.back()
    assert courier.send(7, leaves=4).result(DEADLINE) is None


class Ended(BaseException):
    pass


@pytest.mark.parametrize("at", ["while it waits", "when it was to lead"])
def test_a_thread_that_is_ended_takes_nobody_with_it(courier: Courier, at: str) -> None:
    together = courier.together
    lone = [together._enter(number) for number in (1, 2)]
    ended = together._enter(3)
    assert [bool(turn.party) for turn in (*lone, ended)] == [True, True, False]
    if at == "when it was to lead":
        together._return(lone.pop().party)
        assert ended.party == [ended]
    ended.wait = raises  # type: ignore[method-assign]
    with pytest.raises(Ended):
        together._await(ended)
    for turn in lone:
        together._return(turn.party)
    assert (together._waiting, together._under_way) == ([], 0)
    assert together._enter(4).party


def raises() -> None:
    raise Ended
