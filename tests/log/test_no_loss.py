"""Does a reader behind the fence see every event exactly once and in order, whatever writers do?"""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

from sqlalchemy import Engine

from shared.database import connect
from shared.log.call import CALL, parameters
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.mapper import Mapper
from tests.log.facts import Noted, commit

WRITERS = 16
SECONDS = 4.0
LONGEST_HOLD = 0.010
ROLLBACKS = 0.10


def test_the_fence_loses_nothing_where_a_naive_poller_does(database: Engine) -> None:
    engine = connect(database.url.render_as_string(hide_password=False), pool_size=30)
    writers_done, fence_done = Signal(), Signal()
    with ThreadPoolExecutor(WRITERS + 5) as pool:
        writers = [pool.submit(write, engine, seed) for seed in range(WRITERS)]
        fence = pool.submit(keep_advancing, engine, writers_done)
        readers = [pool.submit(tail, behind_the_fence(engine), fence_done) for _ in range(3)]
        naive = pool.submit(tail, straight_from_the_table(engine), fence_done)
        for writer in writers:
            writer.result()
        writers_done.set()
        fence.result()
        fence_done.set()
        committed = all_positions(engine)
        seen = [reader.result() for reader in readers]
        seen_naively = naive.result()
    engine.dispose()

    assert len(committed) > 1000
    assert seen == [committed] * 3
    assert len(committed) - len(seen_naively) > 0, "this run does not show the danger"


def write(engine: Engine, seed: int) -> None:
    """Append through the real write path, but wait a little before each commit, and roll some back."""
    chance, mapper = random.Random(seed), Mapper()
    until = time.monotonic() + SECONDS
    with engine.connect() as connection:
        while time.monotonic() < until:
            one = commit(*[Noted(text="a")] * chance.choice((1, 1, 1, 3)))
            connection.exec_driver_sql(CALL, parameters([one], mapper))
            time.sleep(chance.uniform(0, LONGEST_HOLD))
            connection.rollback() if chance.random() < ROLLBACKS else connection.commit()


def keep_advancing(engine: Engine, writers_done: Signal) -> None:
    fence = Fence(engine)
    while not writers_done.is_set():
        fence.advance()
    fence.advance(patience=10)  # lets a look begun before the last commit end
    fence.advance(patience=10)


def behind_the_fence(engine: Engine) -> Callable[[int], list[int]]:
    log = Log(engine)
    return lambda after: [record.position for record in log.read(after, 1000)]


def straight_from_the_table(engine: Engine) -> Callable[[int], list[int]]:
    statement = "select position from log.events where position > %s order by position limit 1000"

    def read(after: int) -> list[int]:
        with engine.connect() as connection:
            return list(connection.exec_driver_sql(statement, (after,)).scalars())

    return read


def tail(read: Callable[[int], list[int]], done: Signal) -> list[int]:
    """Every position read, until the end of the log is reached and nothing more will come."""
    seen: list[int] = []
    while True:
        ended = done.is_set()
        found = read(seen[-1] if seen else 0)
        seen += found
        if ended and not found:
            return seen
        time.sleep(0.001)


def all_positions(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("select position from log.events order by position").scalars())
