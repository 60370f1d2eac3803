"""How is a question put to the read models without holding up the event loop?"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, text

from shared.projection import Projection
from shared.projector.wait import wait_for

T = TypeVar("T")
THREADS = 8
WAITERS = 32
PATIENCE_SECONDS = 5.0
QUERY_SECONDS = 10.0
"""How long the gateway's engine lets a statement run: the threads are few."""
_POSITION = text(
    "select coalesce(min(position), 0) from read.checkpoints where serving and name = any(:names)"
)


class Answer(NamedTuple, Generic[T]):
    """What was asked for, and the log position up to which the read models knew of everything."""

    value: T
    position: int


class Reader:
    """Runs queries on a few threads, each in autocommit: a read takes no transaction round trips."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="query")
        # Threads of their own, so that those who wait for a position do not stop those who only read.
        self._waiters = ThreadPoolExecutor(WAITERS, thread_name_prefix="wait")

    async def ask(
        self, projections: Sequence[Projection], question: Callable[[Connection], T], *, min_position: int = 0
    ) -> Answer[T]:
        """The answer as of `min_position` or later. Raises Unavailable if that is not reached."""
        loop = asyncio.get_running_loop()
        names = [projection.name for projection in projections]
        if min_position:
            # From now on: who has to queue for a thread does not wait any longer for that.
            until = monotonic() + PATIENCE_SECONDS
            await loop.run_in_executor(
                self._waiters, lambda: wait_for(self._engine, names, min_position, until - monotonic())
            )
        return await loop.run_in_executor(self._threads, self._answer, names, question)

    def _answer(self, names: list[str], question: Callable[[Connection], T]) -> Answer[T]:
        with self._engine.connect() as connection:
            # The position first: rows may be newer than it says, never older.
            position = connection.execute(_POSITION, {"names": names}).scalar_one()
            return Answer(question(connection), position)

    def close(self) -> None:
        """Take no more questions."""
        for threads in (self._threads, self._waiters):
            threads.shutdown(wait=False, cancel_futures=True)
