"""Who hears of an event, and does anybody miss one?"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from services.customers.application import customers
from services.customers.commands import RegisterCustomer
from services.gateway import feed as feeds
from services.gateway.feed import Feed
from shared.events import UnknownEvent
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.session import ConnectionLost
from shared.records import Header, Recorded

DEADLINE = 10.0


class ShakyLog(Log):
    """A log that cannot be read for a while."""

    failures: ClassVar[list[Exception]] = []

    def read(self, after: int, limit: int, upto: int | None = None, **part: Any) -> list[Recorded[Any]]:
        if self.failures:
            raise self.failures.pop()
        return super().read(after, limit, upto, **part)


class Company:
    """A log that grows, and the feed that follows it."""

    def __init__(self, engine: Engine) -> None:
        self.log = ShakyLog(engine)
        self.feed = Feed(self.log, poll_seconds=0.02)
        self._fence, self._engine = Fence(engine), engine
        self._application = customers(self.log)

    def register(self, count: int) -> list[UUID]:
        """Register so many customers; their ids, in order."""
        ids = [uuid4() for _ in range(count)]
        for customer_id in ids:
            command = RegisterCustomer(customer_id=customer_id, kind="person", name="Ada")
            header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="api")
            self._application.handle(command, header)
        self._fence.advance()
        self.feed.wake()
        return ids

    def draw_in_vain(self, count: int) -> None:
        """Appends that were rolled back leave a gap of so many positions."""
        with self._engine.connect() as connection:
            draw = f"select nextval('log.events_position') from generate_series(1, {count})"
            connection.exec_driver_sql(draw)
        self._fence.advance()


def follow(engine: Engine, story: Callable[[Company], Awaitable[None]]) -> None:
    """Run a story with a started feed, within the deadline."""

    async def run() -> None:
        company = Company(engine)
        await company.feed.start()
        async with asyncio.timeout(DEADLINE):
            await story(company)
        await company.feed.close()

    asyncio.run(run())


async def heard(records: AsyncIterator[feeds.Records], count: int) -> list[UUID]:
    """The streams of the next `count` records."""
    found: list[UUID] = []
    while len(found) < count:
        found += [record.stream_id for record in await anext(records)]
    return found


def test_every_subscriber_hears_of_an_event(database: Engine) -> None:
    async def story(company: Company) -> None:
        subscribers = [company.feed.follow(0) for _ in range(3)]
        ids = await asyncio.to_thread(company.register, 5)
        for subscriber in subscribers:
            assert await heard(subscriber, 5) == ids

    follow(database, story)


def test_who_comes_back_with_a_position_gets_what_happened_meanwhile(database: Engine) -> None:
    async def story(company: Company) -> None:
        ids = await asyncio.to_thread(company.register, 6)
        third = company.log.stream(ids[2])[0].position
        assert await heard(company.feed.follow(third), 3) == ids[3:]

    follow(database, story)


def test_a_slow_subscriber_misses_nothing(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "RECENT", 4)
    monkeypatch.setattr(feeds, "PAGE", 3)

    async def story(company: Company) -> None:
        first = await asyncio.to_thread(company.register, 1)
        subscriber = company.feed.follow(0)
        assert await heard(subscriber, 1) == first
        rest = await asyncio.to_thread(company.register, 20)
        quick = company.feed.follow(0)
        assert await heard(quick, 21) == first + rest
        assert await heard(subscriber, 20) == rest

    follow(database, story)


def test_a_gap_in_the_log_hides_nothing_behind_it(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "HEARTBEAT_SECONDS", 0.2)

    async def story(company: Company) -> None:
        await asyncio.to_thread(company.draw_in_vain, 5)
        late = Feed(company.log, poll_seconds=0.02)
        await late.start()
        assert await anext(late.follow()) == []  # it stands at the end of the gap
        ids = await asyncio.to_thread(company.register, 2)
        assert await heard(late.follow(5), 2) == ids
        assert await heard(late.follow(1), 2) == ids
        await late.close()

    follow(database, story)


@pytest.mark.parametrize("failure", [ConnectionLost("gone"), UnknownEvent("sales.DealFramed")])
def test_the_feed_outlives_a_log_that_cannot_be_read(
    database: Engine, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setattr(ShakyLog, "failures", [failure] * 3)

    async def story(company: Company) -> None:
        ids = await asyncio.to_thread(company.register, 2)
        assert await heard(company.feed.follow(0), 2) == ids
        assert ShakyLog.failures == []

    follow(database, story)


def test_a_quiet_feed_says_now_and_then_that_it_lives(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "HEARTBEAT_SECONDS", 0.05)

    async def story(company: Company) -> None:
        assert await anext(company.feed.follow()) == []

    follow(database, story)


def test_subscriptions_end_with_the_feed(database: Engine) -> None:
    async def story(company: Company) -> None:
        async def listen() -> int:
            return len([records async for records in company.feed.follow(0)])

        listener = asyncio.create_task(listen())
        await asyncio.sleep(0)
        await company.feed.close()
        assert await listener == 0

    follow(database, story)
