"""How does a thread beside the gateway's event loop send commands?"""

import asyncio
from collections.abc import Sequence

from shared.bus import Bus
from shared.commands import Command
from shared.records import Header, Receipt
from shared.refusals import Refused

_GRACE_SECONDS = 5.0


class FromThread:
    """The gateway's bus for a thread beside its event loop."""

    def __init__(self, bus: Bus, loop: asyncio.AbstractEventLoop) -> None:
        self._bus = bus
        self._loop = loop

    def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        """See Bus."""
        waiting = asyncio.run_coroutine_threadsafe(self._bus.call_many(commands, deadline), self._loop)
        return waiting.result(deadline + _GRACE_SECONDS)
