"""How do events move from the log to the broker, batch by batch, and how far behind is the broker?"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from shared.cloud_events import Stored
from shared.log.fence import Fence
from shared.log.log import Log
from shared.relay.cursor import Cursor
from shared.relay.publisher import Publisher
from shared.relay.runs import by_partition, later, messages
from shared.telemetry import metrics
from shared.telemetry.logs import logger
from shared.wire import Tick

BATCH = 1_000
"""Events in flight at once; also what is published twice at most when the relay is killed."""


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
            last = events[-1][0].position
            self._publish(events, last if len(events) == BATCH else max(last, watermark))
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

    def _publish(self, events: Sequence[Stored], upto: int) -> None:
        metrics.relay_lag_events.set(upto - self._cursor.position)
        metrics.relay_lag_seconds.set((datetime.now(UTC) - events[0][0].recorded_at).total_seconds())
        runs, before = by_partition(events), Tick(self._cursor.position, tuple(self._cursor.previous))
        previous = later(before.previous, runs)
        self._connected().publish(messages(events, runs, before, Tick(upto, tuple(previous))))
        self._cursor.move(events[-1][0].position, previous)
        metrics.relayed_events.inc(len(events))

    def _connected(self) -> Publisher:
        if self._publisher is None:
            self._publisher = Publisher(self._url)
            logger(__name__).info("connected to the broker")
        return self._publisher
