"""How does Ctrl-C pause a replay instead of breaking it off?"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from services.operations.console import say


@contextmanager
def pausing() -> Iterator[Event]:
    """Within the block the first SIGINT or SIGTERM sets the event; a second one ends the process."""
    asked = Event()

    def ask(number: int, _: object) -> None:
        asked.set()
        signal.signal(number, before[signal.Signals(number)])
        say("Pausing: what was read so far is being written. Once more Ctrl-C ends it at once.")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
