"""How many events are there, of which sort, from whom, when, and how much room do they take?"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from services.operations.events.finding import PLAIN, Wanted

# The planner takes nearly every event for a month of its own, and would sort them all.
_HASHING = "set local enable_sort = off; set local work_mem = '128MB'"
# Two statements that the server can share among its workers; each reads the log once.
_KINDS = """
    select type, branch, date_trunc('month', occurred_at), count(*),
        count(*) filter (where version = 1), sum(octet_length(payload)), min(position), max(position),
        min(occurred_at), max(occurred_at), min(recorded_at), max(recorded_at)
    from log.events where {wanted} group by 1, 2, 3"""
_ACTORS = "select actor, count(*) from log.events where {wanted} group by 1 order by 2 desc, 1 limit {most}"
_RECENTLY = "select count(*) from log.events where recorded_at > now() - interval '1 minute'"
_SIZE = "select pg_total_relation_size('log.events')"
MOST_ACTORS = 50


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the wanted events; `bytes_on_disk` and `recorded_in_the_last_minute` are of all of them.

    Months are those of business time; `streams` counts those that begin among these events.
    """

    events: int
    streams: int
    payload_bytes: int
    bytes_on_disk: int
    recorded_in_the_last_minute: int
    first_position: int | None
    last_position: int | None
    first_occurred_at: datetime | None
    last_occurred_at: datetime | None
    first_recorded_at: datetime | None
    last_recorded_at: datetime | None
    by_type: dict[str, int]
    by_context: dict[str, int]
    by_branch: dict[str, int]
    by_month: dict[str, int]
    by_actor: dict[str, int]


def statistics(connection: Connection, wanted: Wanted) -> Statistics:
    """The figures, each part the most frequent first, months in order; the MOST_ACTORS busiest actors."""
    connection.exec_driver_sql(_HASHING)
    kinds = _rows(connection, _KINDS.format(wanted=wanted.sql()))
    actors = _rows(connection, _ACTORS.format(wanted=wanted.sql(), most=MOST_ACTORS))
    columns = list(zip(*kinds, strict=True)) or [()] * 12
    types, branches, months, counts = columns[:4]
    return Statistics(
        events=sum(counts),
        streams=sum(columns[4]),
        payload_bytes=int(sum(columns[5])),
        bytes_on_disk=_rows(connection, _SIZE)[0][0],
        recorded_in_the_last_minute=_rows(connection, _RECENTLY)[0][0],
        first_position=min(columns[6], default=None),
        last_position=max(columns[7], default=None),
        first_occurred_at=min(columns[8], default=None),
        last_occurred_at=max(columns[9], default=None),
        first_recorded_at=min(columns[10], default=None),
        last_recorded_at=max(columns[11], default=None),
        by_type=_frequent(types, counts),
        by_context=_frequent((name.partition(".")[0] for name in types), counts),
        by_branch=_frequent(branches, counts),
        by_month=dict(sorted(_frequent((f"{month:%Y-%m}" for month in months), counts).items())),
        by_actor=dict(actors),
    )


def _rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(statement, execution_options=PLAIN)]


def _frequent(names: Iterable[str], counts: Iterable[int]) -> dict[str, int]:
    counter: Counter[str] = Counter()
    for name, count in zip(names, counts, strict=True):
        counter[name] += count
    return dict(counter.most_common())
