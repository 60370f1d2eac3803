"""What did the broker say last? Nobody waits for one that does not answer."""

import time
from threading import Event, Lock, Thread

from services import product
from shared.status.broker import ask
from shared.status.facts import Broker

BELIEVED_SECONDS = 5.0
FIRST_SECONDS = 1.0


class BrokerKnown:
    """Asks in the background when somebody looks and what is known has grown old."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = Lock()
        self._asking = False
        self._answered = Event()
        self._at = 0.0
        self._broker = Broker(problem="The broker has not answered yet.")

    def now(self) -> Broker:
        """What it said a few seconds ago at most, unless it does not answer."""
        with self._lock:
            if not self._asking and time.monotonic() - self._at > BELIEVED_SECONDS:
                self._asking = True
                Thread(target=self._ask, name="ask broker", daemon=True).start()
        self._answered.wait(FIRST_SECONDS)
        return self._broker

    def _ask(self) -> None:
        try:
            self._broker = ask(self._url, product.names())
        finally:
            with self._lock:
                self._asking, self._at = False, time.monotonic()
            self._answered.set()
