"""Has everything come to rest: is every event relayed, folded and reacted to, and every queue empty?"""

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


class Rest(NamedTuple):
    """What is still to be done."""

    lag: int
    queues: dict[str, int]

    def __bool__(self) -> bool:
        return self.lag > 0 or any(self.queues.values())


def settle(recorder: Recorder, url: str, queues: Callable[[], dict[str, int]], *, within: float) -> Settled:
    """Wait until nothing is left to do, and note how long that took since now."""
    began = recorder.now()
    rest = _rest(url, queues)
    while rest and recorder.now() - began < 2 * within:
        time.sleep(0.1)
        rest = _rest(url, queues)
    settled = Settled(
        seconds=recorder.now() - began, within=within, reached=not rest, lag=rest.lag, queues=rest.queues
    )
    recorder.note(settled)
    return settled


def _rest(url: str, queues: Callable[[], dict[str, int]]) -> Rest:
    behind = lag(url)
    return Rest(behind, {} if behind else queues())


def lag(url: str) -> int:
    """How many positions the read model furthest behind has to go; very many where nobody can tell."""
    try:
        with (
            closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(_LAG)
            (behind,) = cursor.fetchone() or (_UNKNOWN,)
            return int(behind)
    except psycopg2.Error:
        return _UNKNOWN
