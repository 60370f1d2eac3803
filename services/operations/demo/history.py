"""How is a long synthetic history written into the log: by processes side by side, in blocks, each once?"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, date, datetime
from multiprocessing import get_context

from sqlalchemy import Engine

from services.operations.demo import history_worker as worker
from services.operations.demo.founding import founding, open_branches
from services.operations.demo.plan import FOUNDED, Plan, Years
from shared.log.fence import Fence
from shared.log.log import Log

Progress = Callable[[int], None]
"""Told from time to time how many of the events are in the log by now."""

WORKERS = 1 + (os.cpu_count() or 1)
"""More than cores: while one waits for the server, another one thinks."""

# A commit that waits for the disk: once it is durable, so is everything before it.
_WAIT = "set local synchronous_commit = on"
_MARK = "select pg_logical_emit_message(true, 'hindsight', 'history')"


class AnotherDay(ValueError):
    """The history is there already and ends on another day; the message says which."""


def write_history(
    url: str,
    events: int,
    seed: int = 1,
    *,
    as_of: date | None = None,
    workers: int = WORKERS,
    progress: Progress = lambda _: None,
) -> int:
    """Write what is missing of a history of about so many events, and return how many that were.

    It ends before the day `as_of` (None: today); one that is there already keeps its last day. `url` logs in
    as the owner of the log. Whoever was interrupted repeats it: a block is written whole or not at all.
    Raises AnotherDay, NotOwner.
    """
    engine = worker.writer(url)
    log = Log(engine)
    years = Years(_plan(log, events, seed, as_of))
    written = open_branches(log, years)
    written += worker.write(log, years.sellers[0].id, lambda: founding(years))
    done = 0
    alone = (worker.write_cohort(log, years, number) for number in range(years.cohorts))
    for number, new in alone if workers == 1 else _together(url, years, workers):
        written, done = written + new, done + years.wanted(number)
        progress(done)
    _finish(engine)
    return written


def _plan(log: Log, events: int, seed: int, as_of: date | None) -> Plan:
    first = log.stream(Years(Plan(events, seed, date.today())).sellers[0].id)
    ends = first[0].occurred_at.astimezone(UTC).date() + FOUNDED if first else as_of
    if as_of not in (None, ends):
        raise AnotherDay(
            f"A history of {events:,} events with seed {seed} is there already and ends on {ends}. "
            "Leave --as-of out to complete it, or choose another --seed."
        )
    return Plan(events, seed, ends or datetime.now(UTC).date())


def _together(url: str, years: Years, workers: int) -> Iterator[tuple[int, int]]:
    # Started anew, not forked: connections and threads of this process are none of theirs.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), worker.begin, (url, years.plan))
    try:
        futures = [pool.submit(worker.write_one, number) for number in range(years.cohorts)]
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _finish(engine: Engine) -> None:
    """Durable, and to be seen also where nobody follows the log yet."""
    with engine.begin() as connection:
        connection.exec_driver_sql(_WAIT)
        connection.exec_driver_sql(_MARK)
    Fence(engine).advance(patience=5)
    engine.dispose()
