"""What does one global order of all events cost the writers?

The same appends twice: behind the fence, with a reader that moves the watermark as it follows; and without
any order, where positions are drawn without a lock and the reader takes what it finds (and misses some).
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from sqlalchemy import Engine

from benchmarks.figure import Figure, bounded
from benchmarks.log_append import ROUNDS, server, service
from benchmarks.writers import rate_of_threads
from shared.database import connect
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.session import run as statement

WRITERS = 8
_FOLLOW_SECONDS = 0.005
_WITHOUT_LOCK = (
    "create or replace function log.draw() returns bigint language plpgsql as "
    "$$ begin return nextval('log.events_position'); end $$",
    "create or replace function log.draw_block(wanted int) returns bigint language sql as "
    "$$ select min(nextval('log.events_position')) from generate_series(1, wanted) $$",
)
_NAIVE = "select max(position) from log.events where position > %s"


def run() -> list[Figure]:
    """Both in turns, each on a server of its own."""
    with server("log_append") as ordered, server("log_append") as without:
        _remove_locks(without.url)
        pairs = [(_rate(ordered.url, _behind_the_fence), _rate(without.url, _naively)) for _ in range(ROUNDS)]
    kept, free = (sum(rates) / ROUNDS for rates in zip(*pairs, strict=True))
    return [
        bounded(
            f"price of the global order, {WRITERS} writers",
            100 * (1 - kept / free),
            "%",
            10,
            kind="at most",
            peer=f"no order ({free:,.0f} events/s)",
            ratio=kept / free,
        )
    ]


def _remove_locks(url: str) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        for replaced in _WITHOUT_LOCK:
            connection.exec_driver_sql(replaced)
    engine.dispose()


def _rate(url: str, follow: Callable[[Engine], None]) -> float:
    with _following(url, follow):
        return rate_of_threads(partial(service, events=1), url, WRITERS)


@contextmanager
def _following(url: str, follow: Callable[[Engine], None]) -> Iterator[None]:
    process = multiprocessing.get_context("fork").Process(target=_follow, args=(url, follow))
    process.start()
    yield
    process.terminate()
    process.join()


def _follow(url: str, follow: Callable[[Engine], None]) -> None:
    follow(connect(url, application_name="follower"))


def _behind_the_fence(engine: Engine) -> None:
    fence, log, position = Fence(engine), Log(engine), 0
    while True:
        fence.advance()
        if watermark := log.watermark():
            position = max(position, watermark)
        time.sleep(_FOLLOW_SECONDS)


def _naively(engine: Engine) -> None:
    position = 0
    while True:
        position = statement(engine, _NAIVE, (position,))[0][0] or position
        time.sleep(_FOLLOW_SECONDS)
