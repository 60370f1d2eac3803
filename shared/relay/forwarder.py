"""How do events move from the log to the broker, batch by batch, and how far behind is the broker?"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.records import Envelope
from shared.relay.cursor import Cursor
from shared.relay.publisher import Message, Publisher
from shared.telemetry import metrics
from shared.telemetry.logs import logger
from shared.wire import to_message

BATCH = 500
"""Events in flight at once; also what is published twice at most when the relay is killed."""

Stored = tuple[Envelope, memoryview]


class Forwarder:
    """Moves the watermark, the events behind it, and the cursor after them. Connects when it has to."""

    def __init__(self, engine: Engine, amqp_url: str) -> None:
        self._url = amqp_url
        self._log = Log(engine)
        self._fence = Fence(engine)
        self._cursor = Cursor(engine)
        self._publisher: Publisher | None = None
        self._done_up_to = -1

    def start(self) -> int:
        """Go on from the cursor as it stands now, and return it."""
        self._cursor.load()
        self._done_up_to = -1
        return self._cursor.position

    def advance(self) -> int:
        """Move the watermark and return it."""
        watermark = self._fence.advance()
        metrics.watermark_position.set(watermark)
        metrics.watermark_age_seconds.set(self._fence.age())
        return watermark

    def forward(self) -> bool:
        """Publish the next batch, if there is one. Raises one of BROKEN."""
        watermark = self.advance()
        if watermark == self._done_up_to:
            return False
        events = self._log.read_stored(self._cursor.position, BATCH)
        if events:
            self._publish(events, watermark)
        if len(events) < BATCH:
            self._done_up_to = watermark
            metrics.relay_lag_events.set(0)
            metrics.relay_lag_seconds.set(0)
        return bool(events)

    def rest(self, seconds: float) -> None:
        """Do nothing for a while, but stay in touch with the broker. Raises one of BROKEN."""
        self._connected().rest(seconds)

    def disconnect(self) -> None:
        """Drop the connection to the broker, if there is one."""
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()

    def _publish(self, events: Sequence[Stored], watermark: int) -> None:
        metrics.relay_lag_events.set(watermark - self._cursor.position)
        metrics.relay_lag_seconds.set((datetime.now(UTC) - events[0][0].recorded_at).total_seconds())
        self._connected().publish(_messages(events, self._cursor.position))
        self._cursor.move(events[-1][0].position)
        metrics.relayed_events.inc(len(events))

    def _connected(self) -> Publisher:
        if self._publisher is None:
            self._publisher = Publisher(self._url)
            logger(__name__).info("connected to the broker")
        return self._publisher


def _messages(events: Sequence[Stored], prev: int) -> Iterator[Message]:
    for envelope, payload in events:
        body, headers = to_message(envelope, bytes(payload), prev)
        yield envelope.type, body, headers
        prev = envelope.position
