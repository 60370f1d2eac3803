"""How does the relay follow the log, and what does it do without broker or database?"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from threading import Event
from time import monotonic

from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.failures import pauses, told
from shared.projector.leadership import Leadership
from shared.records import Envelope
from shared.relay.cursor import Cursor
from shared.relay.publisher import BROKEN, Message, Publisher
from shared.telemetry.logs import logger
from shared.telemetry.metrics import (
    relay_lag_events,
    relay_lag_seconds,
    relayed_events,
    watermark_age_seconds,
    watermark_position,
)
from shared.wire import to_message

BATCH = 500
"""Events in flight at once; also what is published twice at most when the relay is killed."""
STANDBY_SECONDS = 0.2
LEAD_CHECK_SECONDS = 1.0
_LOCK = 7236843520250005
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
_log = logger(__name__)

Stored = tuple[Envelope, memoryview]


class Relay:
    """Moves the watermark and publishes what lies behind it, in order, each event at least once.

    One relay per log works, others stand by. Without the broker it keeps moving the watermark, and goes
    on from its cursor when the broker is back.
    """

    def __init__(self, engine: Engine, amqp_url: str) -> None:
        self._engine = engine
        self._url = amqp_url
        self._log = Log(engine)
        self._fence = Fence(engine)
        self._cursor = Cursor(engine)
        self._publisher: Publisher | None = None
        self._stopping = Event()
        self._done_up_to = -1
        self._database_problem: str | None = "Not connected yet."
        self._broker_problem: str | None = "Not connected yet."
        self.leading = False

    def run(self) -> None:
        """Work until `stop`; lives through restarts of broker and database."""
        retry = pauses(0.1, 2.0)
        with Leadership(self._engine, _LOCK) as leadership:
            while not self._stopping.is_set():
                try:
                    self._lead(leadership) if leadership.held() else self._stand_by()
                    retry = pauses(0.1, 2.0)
                except Exception as error:  # whatever happens, publishing must go on as soon as it can
                    self._database_problem = f"The event log cannot be followed: {told(error)}"
                    _log.warning("the relay could not go on and tries again", reason=told(error))
                    self._stopping.wait(next(retry))
        self._disconnect()

    def stop(self) -> None:
        """End after the present batch."""
        self._stopping.set()

    def problems(self) -> Mapping[str, str | None]:
        """What keeps the relay from working; a relay that stands by is well."""
        return {"database": self._database_problem, "broker": self._broker_problem if self.leading else None}

    def _stand_by(self) -> None:
        self.leading, self._database_problem = False, None
        self._stopping.wait(STANDBY_SECONDS)

    def _lead(self, leadership: Leadership) -> None:
        """Publish until this relay does not lead any more, has to stop, or loses the database."""
        self._cursor.load()
        self._done_up_to = -1
        _log.info("this relay leads", cursor=self._cursor.position)
        self.leading, self._database_problem = True, None
        check_again, idle, retry = (
            monotonic() + LEAD_CHECK_SECONDS,
            _idle(),
            pauses(),
        )
        while not self._stopping.is_set():
            if monotonic() >= check_again:
                check_again = monotonic() + LEAD_CHECK_SECONDS
                if not leadership.held():
                    return
            try:
                if self._forward(self._advance()):
                    idle = _idle()
                else:
                    self._connected().rest(next(idle))
                retry = pauses()
            except BROKEN as error:
                self._without_broker(error, next(retry))

    def _advance(self) -> int:
        watermark = self._fence.advance()
        watermark_position.set(watermark)
        watermark_age_seconds.set(self._fence.age())
        return watermark

    def _forward(self, watermark: int) -> bool:
        """Publish the next events up to the watermark, if any."""
        if watermark == self._done_up_to:
            return False
        events = self._log.read_stored(self._cursor.position, BATCH)
        if events:
            self._measure(watermark, events[0][0])
            self._connected().publish(_messages(events, self._cursor.position))
            self._cursor.move(events[-1][0].position)
            relayed_events.inc(len(events))
        if len(events) < BATCH:
            self._done_up_to = watermark
            relay_lag_events.set(0)
            relay_lag_seconds.set(0)
        return bool(events)

    def _measure(self, watermark: int, oldest: Envelope) -> None:
        relay_lag_events.set(watermark - self._cursor.position)
        relay_lag_seconds.set((datetime.now(UTC) - oldest.recorded_at).total_seconds())

    def _connected(self) -> Publisher:
        if self._publisher is None:
            self._publisher = Publisher(self._url)
            _log.info("connected to the broker")
        self._broker_problem = None
        return self._publisher

    def _without_broker(self, error: BaseException, seconds: float) -> None:
        """Keep the watermark moving for a while: readers that can do without the broker need it."""
        self._broker_problem = f"The broker does not take events: {told(error)}"
        _log.warning("the broker does not take events, the relay tries again", reason=told(error))
        self._disconnect()
        until = monotonic() + seconds
        while monotonic() < until and not self._stopping.wait(_LONGEST_PAUSE):
            self._advance()

    def _disconnect(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()


def _idle() -> Iterator[float]:
    """Seconds to rest between looks at a log in which nothing happens, without jitter: each look costs."""
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE)


def _messages(events: Sequence[Stored], prev: int) -> Iterator[Message]:
    for envelope, payload in events:
        body, headers = to_message(envelope, bytes(payload), prev)
        yield envelope.type, body, headers
        prev = envelope.position
