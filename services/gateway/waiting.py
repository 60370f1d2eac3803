"""How do many requests wait for log positions at the price of one?"""

import asyncio
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.projector.wait import NotYetVisible

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
_LOG = ""
"""Stands for the log itself, where somebody waits who asks no read model."""
_POSITIONS = f"""
select name, position from read.serving where name = any(%(names)s)
union all select name, 9223372036854775807 from read.filling where name = any(%(names)s)
union all select '{_LOG}', position from log.watermark"""


class _Waiter(NamedTuple):
    names: frozenset[str]
    position: int
    since: float
    arrived: "asyncio.Future[None]"


class Waiting:
    """One thread looks where the read models stand, for everybody who waits, and only while somebody does."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="wait")
        self._waiters: set[_Waiter] = set()
        self._looking: asyncio.Task[None] | None = None
        self._positions: dict[str, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = -1

    def tell(self, position: int) -> None:
        """The read models have reached this position. From any thread of the process that folds them."""
        self._told, loop = position, self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._arrive, position)

    def is_early(self, position: int) -> bool:
        """Is it known without a look that the read models are not there yet?"""
        return 0 <= self._told < position

    async def until(self, names: Collection[str], position: int, seconds: float) -> None:
        """Return when these read models show everything up to the position. Raises NotYetVisible."""
        arrived = asyncio.get_running_loop().create_future()
        waiter = _Waiter(frozenset(names or [_LOG]), position, monotonic(), arrived)
        self._waiters.add(waiter)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="wait")
        try:
            await asyncio.wait_for(arrived, seconds)
        except TimeoutError:
            raise NotYetVisible(reached=self._reached(waiter), position=position) from None
        finally:
            self._waiters.discard(waiter)

    def _arrive(self, position: int) -> None:
        # One of them may have stopped on the way; then whoever waits for that one finds out, and waits on.
        for waiter in self._waiters:
            if waiter.position <= position and not waiter.arrived.done():
                waiter.arrived.set_result(None)

    def close(self) -> None:
        """Look no more."""
        self._loop = None
        if self._looking is not None:
            self._looking.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _look(self) -> None:
        self._loop = loop = asyncio.get_running_loop()
        while self._waiters:
            names = sorted(frozenset().union(*(waiter.names for waiter in self._waiters)))
            self._positions |= await loop.run_in_executor(self._thread, self._asked, names)
            for waiter in self._waiters:
                if self._reached(waiter) >= waiter.position and not waiter.arrived.done():
                    waiter.arrived.set_result(None)
            await asyncio.sleep(self._pause())

    def _asked(self, names: list[str]) -> dict[str, int]:
        try:
            with self._engine.connect() as connection:
                rows = connection.exec_driver_sql(_POSITIONS, {"names": names})
                return {row.name: row.position for row in rows}
        except SQLAlchemyError:
            # The database may come back in time, and the projectors of a new installation may start in time.
            return {}

    def _reached(self, waiter: _Waiter) -> int:
        return min(self._positions.get(name, 0) for name in waiter.names)

    def _pause(self) -> float:
        if self._told >= 0:
            return _LONGEST_PAUSE
        # A quarter of what the last one to come has waited: nobody waits much longer than they must.
        waited = min((monotonic() - waiter.since for waiter in self._waiters), default=0.0)
        return min(max(waited / 4, _SHORTEST_PAUSE), _LONGEST_PAUSE)
