"""How long does a reader wait for what is not there yet?"""

import asyncio
from time import monotonic

import pytest
from sqlalchemy import Engine

from projections.customers.directory_fold import customer_directory
from services.gateway import reading
from services.gateway.reading import Reader
from services.gateway.runtime import Runtime
from shared.refusals import Unavailable


def test_a_crowd_that_waits_for_a_position_nobody_reaches_is_refused_in_time(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.5)
    reader = Reader(database)

    async def crowd() -> list[object]:
        asked = [
            reader.ask([customer_directory], lambda _: None, min_position=2**60)
            for _ in range(10 * reading.WAITERS)
        ]
        return await asyncio.gather(*asked, return_exceptions=True)

    started = monotonic()
    answers = asyncio.run(crowd())
    reader.close()
    assert all(isinstance(answer, Unavailable) for answer in answers)
    assert monotonic() - started < 10 * reading.PATIENCE_SECONDS / 2


def test_no_question_keeps_a_thread_of_the_gateway_for_ever(runtime: Runtime) -> None:
    with runtime.engine.connect() as connection:
        longest = connection.exec_driver_sql("show statement_timeout").scalar_one()
    assert longest == f"{reading.QUERY_SECONDS:.0f}s"
