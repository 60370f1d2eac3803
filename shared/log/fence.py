"""Up to which position is the log complete?"""

import time
from threading import Lock
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import Engine

_POLL_SECONDS = 0.001


class Holder(NamedTuple):
    """A session whose open append holds the watermark back, for how many seconds by now."""

    pid: int | None  # None: a prepared transaction
    application_name: str | None
    seconds: float | None


class Fence:
    """The appender fence: moves the watermark to where no open append can commit below it any more.

    One look takes the last position drawn, and after that notes who may still commit one at or below it:
    every appender locks log.events before it draws a position, and keeps the lock to its end. Once all of
    them have ended, every position up to there is visible or dead for ever. Other transactions, however
    long, hold nothing back, and appenders never wait. Safe to share between threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lock = Lock()
        self._published = 0
        self._drawn = 0
        self._waiting: set[str] = set()
        self._moved = time.monotonic()

    def advance(self, patience: float = 0.02) -> int:
        """Move the watermark as far as it goes and return it; wait `patience` seconds for open appends."""
        deadline = time.monotonic() + patience
        with self._lock, self._engine.connect() as connection:
            if self not in connection.info:
                self._begin(connection)
            if not self._waiting:
                self._look(connection)
            while self._waiting and time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
                self._waiting &= set(connection.exec_driver_sql(_APPENDERS).scalars())
            if not self._waiting:
                self._publish(connection)
        return self._published

    def _begin(self, connection: sqlalchemy.Connection) -> None:
        # The server behind a session not used before may have crashed since: then it has forgotten the last
        # watermark, which is not waited for, and may draw positions again that no commit had made durable.
        # What was known of it would hide events, or let readers pass them by.
        self._published = connection.exec_driver_sql("select position from log.watermark").scalar_one()
        self._waiting = set()
        connection.info[self] = True

    def _look(self, connection: sqlalchemy.Connection) -> None:
        self._drawn, appenders = connection.exec_driver_sql("select drawn, appenders from log.look()").one()
        self._waiting = set(appenders) if self._drawn > self._published else set()

    def _publish(self, connection: sqlalchemy.Connection) -> None:
        self._moved = time.monotonic()
        if self._drawn > self._published:
            publish = sqlalchemy.text("select log.publish(:drawn)")
            self._published = int(connection.scalar(publish, {"drawn": self._drawn}) or 0)

    def age(self) -> float:
        """Seconds since the log was last known to be complete up to its end at that moment."""
        return time.monotonic() - self._moved

    def holders(self) -> list[Holder]:
        """Who holds the watermark back at this moment, longest first."""
        with self._engine.connect() as connection:
            rows: Any = connection.exec_driver_sql("select pid, application_name, seconds from log.holders()")
            return [Holder(*row) for row in rows]


_APPENDERS = "select virtualtransaction from log.appenders"
