"""How long does a reader wait for what is not there yet?"""

import asyncio
from collections.abc import Sequence
from time import monotonic

import pytest
from sqlalchemy import Engine

from projections.customers.directory_fold import customer_directory
from services.gateway import reading
from services.gateway.reading import Reader
from services.gateway.runtime import Runtime
from services.operations.migration import prepare
from shared.projector.wait import NotYetVisible


def test_a_crowd_that_waits_for_a_position_nobody_reaches_is_refused_in_time_and_holds_up_nobody(
    database: Engine,
) -> None:
    prepare(database)
    reader = Reader(database)
    crowd = [
        reader.ask([customer_directory], lambda _: None, min_position=2**60, deadline_seconds=1.5)
        for _ in range(300)
    ]

    async def ask() -> tuple[Sequence[object], float]:
        waiting = asyncio.gather(*crowd, return_exceptions=True)
        await asyncio.sleep(0.7)
        asked = monotonic()
        await reader.ask([customer_directory], lambda _: None)
        between = monotonic() - asked
        return await waiting, between

    started = monotonic()
    answers, between = asyncio.run(ask())
    reader.close()
    assert all(isinstance(answer, NotYetVisible) for answer in answers)
    assert between < 0.4
    assert monotonic() - started < 4


def test_no_question_keeps_a_thread_of_the_gateway_for_ever(runtime: Runtime) -> None:
    with runtime.engine.connect() as connection:
        longest = connection.exec_driver_sql("show statement_timeout").scalar_one()
    assert longest == f"{reading.QUERY_SECONDS:.0f}s"


def test_who_asks_no_read_model_waits_for_the_log_itself(database: Engine) -> None:
    prepare(database)
    reader = Reader(database)

    async def ask() -> None:
        with pytest.raises(NotYetVisible):
            await reader.ask([], lambda _: asked.append(1), min_position=2**60, deadline_seconds=0.3)

    asked: list[int] = []
    asyncio.run(ask())
    reader.close()
    assert asked == []
