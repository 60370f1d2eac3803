"""Has everything come to rest: all events relayed and folded, everybody reminded, every queue empty?"""

import time
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import psycopg2

from tests.chaos.recorder import Recorder
from tests.history_checker.history import Settled

WITHIN_SECONDS = 60.0
_UNKNOWN = 1_000_000_000
_LAG = """
    with log as (
        select log.partition_of(stream_id) as partition, max(position) as position
        from log.events group by 1
        union all select -1, coalesce(max(position), 0) from log.events)
    select greatest(coalesce(max(log.position - c.position), 0), 0)
    from read.checkpoints c join read.builds b using (name, version, generation)
    join log using (partition) where b.state = 'serving'"""
_REMINDERS = """
    select count(*) from read.tasks
    where state = 'open' and owner_id is not null and reminded is distinct from remind_at"""


class Rest(NamedTuple):
    """What is still to be done."""

    lag: int
    reminders: int
    queues: dict[str, int]

    def __bool__(self) -> bool:
        return self.lag > 0 or self.reminders > 0 or any(self.queues.values())


def settle(recorder: Recorder, url: str, queues: Callable[[], dict[str, int]], *, within: float) -> Settled:
    """Wait until nothing is left to do, and note how long that took since now."""
    began = recorder.now()
    rest = _rest(url, queues)
    while rest and recorder.now() - began < 2 * within:
        time.sleep(0.1)
        rest = _rest(url, queues)
    settled = Settled(
        seconds=recorder.now() - began,
        within=within,
        reached=not rest,
        lag=rest.lag,
        reminders=rest.reminders,
        queues=rest.queues,
    )
    recorder.note(settled)
    return settled


def _rest(url: str, queues: Callable[[], dict[str, int]]) -> Rest:
    reminders, behind = _asked(url, _REMINDERS), lag(url)
    return Rest(behind, reminders, {} if behind or reminders else queues())


def lag(url: str) -> int:
    """How many positions the read model furthest behind has to go; very many where nobody can tell."""
    return _asked(url, _LAG)


def _asked(url: str, question: str) -> int:
    try:
        with (
            closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(question)
            (left,) = cursor.fetchone() or (_UNKNOWN,)
            return int(left)
    except psycopg2.Error:
        return _UNKNOWN
