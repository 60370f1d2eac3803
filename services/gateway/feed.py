"""Who is told of new events as they happen? One reader of the log for all live subscribers."""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator
from typing import Any

import psycopg2
from sqlalchemy.exc import SQLAlchemyError

from services.gateway.feed_audience import Audience
from shared.log.log import Log
from shared.records import Recorded
from shared.telemetry.logs import logger

PAGE = 500
RECENT = 2_000
HEARTBEAT_SECONDS = 15.0
_log = logger(__name__)
Records = list[Recorded[Any]]


class Feed:
    """Reads the log behind the watermark whenever it is woken, and keeps the most recent records at hand.

    A subscriber that is too far behind for those reads the log itself until it has caught up: nobody
    misses an event, and a slow subscriber costs the feed no memory. `poll_seconds` is how long an event
    may go unnoticed where nothing wakes the feed.
    """

    def __init__(self, log: Log, *, poll_seconds: float = 1.0) -> None:
        self.audience = Audience(log)
        self._log = log
        self._poll = poll_seconds
        self._recent: Records = []
        # Every record above floor and up to position is in recent. None: the log could not be read yet.
        self._floor = 0
        self._position: int | None = None
        self._changed = asyncio.Event()
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin at the present end of the log, as soon as the database answers."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._run(), name="feed")

    def wake(self, *_: Any) -> None:
        """Something was appended. Callable from any thread, and harmless to call too often."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def close(self) -> None:
        """End every subscription."""
        self._loop = None
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        self._changed.set()

    async def follow(self, after: int | None = None) -> AsyncIterator[Records]:
        """Records above position `after` (None: from now on), in order; an empty list is a heartbeat."""
        position = self._position if after is None else after
        while self._loop is not None:
            head = self._position
            if head is None or (position is not None and position >= head):
                if not await self._change():
                    yield []
            elif position is None:
                position = head
            else:
                records, position = await self._above(position)
                if records:
                    yield records

    async def _change(self) -> bool:
        try:
            await asyncio.wait_for(self._changed.wait(), HEARTBEAT_SECONDS)
        except TimeoutError:
            return False
        return True

    async def _above(self, position: int) -> tuple[Records, int]:
        """The next records, and the position up to which none is missing."""
        if position < (floor := self._floor):
            records = await asyncio.to_thread(self._read, position, floor)
            return records, records[-1].position if len(records) == PAGE else floor
        first = bisect_right(self._recent, position, key=lambda record: record.position)
        records = self._recent[first : first + PAGE]
        return records, records[-1].position

    async def _run(self) -> None:
        # Cancelling is not enough: in Python 3.11 wait_for forgets it where what it awaits comes just then.
        while self._loop is not None:
            try:
                await (self._begin() if self._position is None else self._take(self._position))
            except (SQLAlchemyError, psycopg2.Error, LookupError) as error:
                # The database may be away for a while, or hold an event only a newer release knows;
                # subscribers stay and get everything afterwards.
                _log.warning("the live feed cannot read the log", error=str(error))
                await asyncio.sleep(self._poll)

    async def _begin(self) -> None:
        self._position = self._floor = await asyncio.to_thread(self._log.watermark)
        self._announce()

    async def _take(self, position: int) -> None:
        records = await asyncio.to_thread(self._read, position)
        if not records:
            await self._wait()
            return
        self._recent += records
        if (surplus := len(self._recent) - RECENT) > 0:
            self._floor = self._recent[surplus - 1].position
            del self._recent[:surplus]
        self._position = records[-1].position
        self._announce()

    def _read(self, position: int, upto: int | None = None) -> Records:
        records = self._log.read(position, PAGE, upto)
        if records:
            self.audience.learn(records)
        return records

    def _announce(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), self._poll)
        except TimeoutError:
            return
        finally:
            self._woken.clear()
