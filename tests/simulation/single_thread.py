"""How is the product kept on one thread and on the simulation's clock while a run lasts?"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest import mock

import structlog

from shared.log import fence
from shared.projector import ahead
from shared.relay import forwarder
from tests.simulation.broker import Broker
from tests.simulation.clock import Clock


@contextmanager
def on_one_thread(clock: Clock, broker: Broker, seed: int) -> Iterator[None]:
    """Inside, nothing of `shared` starts a thread, reads the real clock, or waits."""
    random.seed(seed)  # pauses between tries
    with ExitStack() as stack:
        stack.enter_context(structlog.testing.capture_logs())  # every fault is logged: too much to read
        for module in _with_a_clock():
            stack.enter_context(mock.patch.object(module, "monotonic", clock.monotonic))
        stack.enter_context(mock.patch.object(ahead, "Thread", AtOnce))
        stack.enter_context(mock.patch.object(forwarder, "Publisher", broker.publisher))
        stack.enter_context(mock.patch.object(fence, "time", Moments()))
        yield


def _with_a_clock() -> list[Any]:
    return [
        module
        for name, module in sys.modules.items()
        if name.startswith("shared.") and getattr(module, "monotonic", None) is time.monotonic
    ]


class Moments:
    """In the place of module `time` where somebody looks again and again for a few milliseconds."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        """A little later than the last time."""
        self._now += 0.004
        return self._now

    def sleep(self, _: float) -> None:
        """No time to lose."""


class AtOnce:
    """A thread that has run by the time it was started."""

    def __init__(self, *, target: Callable[..., object], args: tuple[Any, ...] = (), **_: object) -> None:
        self._run: Callable[[], object] = partial(target, *args)

    def start(self) -> None:
        """Run, here and now."""
        self._run()
