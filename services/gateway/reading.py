"""How is a question put to the read models without holding up the event loop?"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ProgrammingError

from services.gateway.reflected import note
from services.gateway.waiting import Waiting
from shared.projection import Projection
from shared.projector.filling import must_not_be_raised
from shared.projector.wait import NotYetVisible

T = TypeVar("T")
THREADS = 8
PATIENCE_SECONDS = 5.0
LONGEST_PATIENCE_SECONDS = 30.0
QUERY_SECONDS = 10.0
"""How long the gateway's engine lets a statement run: the threads are few."""
_POSITION = "select read.reflected(%s)"
_NO_SUCH_TABLE, _NO_SUCH_COLUMN = "42P01", "42703"


class Answer(NamedTuple, Generic[T]):
    """What was asked for, and the log position up to which the read models knew of everything."""

    value: T
    position: int


class Reader:
    """Runs queries on a few threads, each in a transaction that sees one instant of the database.

    So the position is that of the rows, exactly, and all figures of a page belong together.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="query")
        self._waiting = Waiting(engine)

    async def ask(
        self,
        projections: Sequence[Projection],
        question: Callable[[Connection], T],
        *,
        min_position: int = 0,
        deadline_seconds: float = PATIENCE_SECONDS,
    ) -> Answer[T]:
        """The answer as of `min_position` or later, which is waited for. Raises NotYetVisible."""
        names = [projection.name for projection in projections]
        until = monotonic() + deadline_seconds
        answer = None
        if not self._waiting.is_early(min_position):
            answer = await self._answered(names, question, min_position)
        while answer is None:
            try:
                await self._waiting.until(names, min_position, until - monotonic())
            except NotYetVisible as late:
                note(late.details["reached"])
                raise
            answer = await self._answered(names, question, min_position)
        note(answer.position)
        return answer

    async def _answered(
        self, names: list[str], question: Callable[[Connection], T], min_position: int
    ) -> Answer[T] | None:
        def answer() -> Answer[T] | None:
            with self._engine.connect() as connection:
                position = connection.exec_driver_sql(_POSITION, (names,)).scalar_one()
                return Answer(question(connection), position) if position >= min_position else None

        def answer_of_this_release() -> Answer[T] | None:
            try:
                return answer()
            except ProgrammingError as error:
                if getattr(error.orig, "pgcode", None) in (_NO_SUCH_TABLE, _NO_SUCH_COLUMN):
                    with self._engine.connect() as connection:
                        must_not_be_raised(connection)
                raise

        return await asyncio.get_running_loop().run_in_executor(self._threads, answer_of_this_release)

    def tell(self, position: int) -> None:
        """The read models have reached a new position: whoever waits for one need not ask for it."""
        self._waiting.tell(position)

    def close(self) -> None:
        """Take no more questions."""
        self._waiting.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
