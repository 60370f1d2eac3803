"""Which relay works, and what does it do without broker or database?"""

from collections.abc import Iterator, Mapping
from threading import Event
from time import monotonic

from sqlalchemy import Engine

from shared.projector.failures import pauses, told
from shared.projector.leadership import Leadership
from shared.relay.forwarder import Forwarder
from shared.relay.publisher import BROKEN
from shared.telemetry.logs import logger

STANDBY_SECONDS = 0.2
LEAD_CHECK_SECONDS = 1.0
LOCK = 7236843520250005
"""Whose session holds this lock leads."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
_NOT_YET = "Not connected yet."
_log = logger(__name__)


class Relay:
    """Moves the watermark and publishes what lies behind it, in order, each event at least once.

    One relay per log works, others stand by. Without the broker it keeps moving the watermark, and goes
    on from its cursor when the broker is back.
    """

    def __init__(self, engine: Engine, amqp_url: str) -> None:
        self._engine = engine
        self._forwarder = Forwarder(engine, amqp_url)
        self._stopping = Event()
        self._database_problem: str | None = _NOT_YET
        self._broker_problem: str | None = _NOT_YET
        self.leading = False

    def run(self) -> None:
        """Work until `stop`; lives through restarts of broker and database."""
        retry = pauses(0.1, 2.0)
        with Leadership(self._engine, LOCK) as leadership:
            while not self._stopping.is_set():
                try:
                    if leadership.held():
                        self._lead(leadership)
                    else:
                        self._stand_by()
                    retry = pauses(0.1, 2.0)
                except Exception as error:  # whatever happens, publishing must go on as soon as it can
                    self._database_problem = f"The event log cannot be followed: {told(error)}"
                    _log.warning("the relay could not go on and tries again", reason=told(error))
                    self._stopping.wait(next(retry))
        self._forwarder.disconnect()

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
        _log.info("this relay leads", cursor=self._forwarder.start())
        self.leading, self._database_problem = True, None
        retry, idle = pauses(), _idle()
        check_again = monotonic() + LEAD_CHECK_SECONDS
        while not self._stopping.is_set():
            if monotonic() >= check_again:
                check_again = monotonic() + LEAD_CHECK_SECONDS
                if not leadership.held():
                    return
            try:
                if self._forwarder.forward():
                    idle = _idle()
                else:
                    self._forwarder.rest(next(idle))
                self._broker_problem, retry = None, pauses()
            except BROKEN as error:
                self._without_broker(error, next(retry))

    def _without_broker(self, error: BaseException, seconds: float) -> None:
        """Keep the watermark moving for a while: readers that can do without the broker need it."""
        self._broker_problem = f"The broker does not take events: {told(error)}"
        _log.warning("the broker does not take events, the relay tries again", reason=told(error))
        self._forwarder.disconnect()
        until = monotonic() + seconds
        while monotonic() < until and not self._stopping.wait(_LONGEST_PAUSE):
            self._forwarder.advance()


def _idle() -> Iterator[float]:
    """Seconds to rest between looks at a log in which nothing happens; longer rests cost less."""
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE)
