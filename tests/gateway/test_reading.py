"""How long does a reader wait for what is not there yet?"""

import asyncio
from collections.abc import Sequence
from time import monotonic

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError

from projections.customers.directory_fold import customer_directory
from services.gateway import reading
from services.gateway.reading import Reader
from services.gateway.runtime import Runtime
from services.operations.migration import prepare
from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.projector.filling import StillFilling
from shared.projector.wait import NotYetVisible
from tests.projector.parcels import CityRow, arrivals, follow, send


class Weighed(CityRow):
    weight: int = 0


arrivals_by_weight = Projection("arrivals", version=2, row=Weighed, key_fields=2)


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


def test_a_question_that_the_rows_of_an_earlier_release_cannot_answer_is_answered_later(
    database: Engine,
) -> None:
    earlier = Projector(database, [arrivals])
    earlier.prepare()
    send(Log(database), range(3), "Leeds")
    follow(database, earlier)
    Projector(database, [arrivals_by_weight]).prepare()
    reader = Reader(database)

    def ask(column: str) -> object:
        question = f"select sum({column}) from read.arrivals"
        asked = reader.ask([arrivals_by_weight], lambda rows: rows.exec_driver_sql(question).scalar_one())
        return asyncio.run(asked).value

    assert ask("arrivals") == 3
    with pytest.raises(StillFilling, match="0 %"):
        ask("weight")
    with database.begin() as connection:
        connection.exec_driver_sql("delete from read.builds where state = 'filling'")
    with pytest.raises(ProgrammingError):
        ask("weight")
    reader.close()
