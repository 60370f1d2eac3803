"""How does code without an event loop use a bus?"""

import asyncio
from collections.abc import Coroutine, Sequence
from threading import Thread
from typing import Any, TypeVar

from shared.bus import Bus
from shared.commands import Command
from shared.records import Header, Receipt
from shared.refusals import Refused

R = TypeVar("R")


class Blocking:
    """A bus whose calls block; its event loop runs in a thread of its own. Safe to share between threads."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="bus loop", daemon=True)
        self._thread.start()

    def call(self, command: Command, header: Header, deadline: float = 5.0) -> Receipt:
        """See Bus."""
        return self._wait(self._bus.call(command, header, deadline))

    def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        """See Bus."""
        return self._wait(self._bus.call_many(commands, deadline))

    def close(self) -> None:
        """Close the bus and end the thread."""
        self._wait(self._bus.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
