"""How is the final state read from the database? By plain SQL, with nothing of Hindsight in between."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import psycopg2
import psycopg2.extras

from tests.history_checker.state import Checkpoint, Event, Parked, Rows, State

_EVENTS = """
    select position, stream_id, version, type, schema_version, occurred_at, source, command_id, command_seq,
           payload
    from log.events order by position"""
_CHECKPOINTS = """
    select c.name, c.partition, c.position, b.state = 'serving', b.error
    from read.checkpoints c join read.builds b using (name, version, generation)
    where b.state in ('serving', 'filling', 'rebuilding')"""
_PARKED = """
    select p.name, p.position, p.stream_id, p.type, p.reason, p.poison
    from read.parked p join read.builds b using (name, version, generation) where b.state = 'serving'"""
TALLY = "tally"
"""A read model that only tests have: how many events of each stream, and which, were folded."""
_READ_MODELS = "select name from read.builds where state = 'serving'"
_OUTCOMES = """
    select to_char(month, 'YYYY-MM-DD') as month, currency,
           coalesce(sum(rows) filter (where stage = 'won'), 0)::int as won,
           coalesce(sum(amount) filter (where stage = 'won'), 0) as won_amount,
           coalesce(sum(rows) filter (where stage = 'lost'), 0)::int as lost,
           coalesce(sum(amount) filter (where stage = 'lost'), 0) as lost_amount
    from read.deal_list__closed group by 1, 2 having sum(rows) > 0"""
"""What the figures kept beside the list of deals come to: a deal counted twice by them shows nowhere else."""


def load(url: str, rebuilt: Mapping[str, Rows] | None = None) -> State:
    """The state of a database at rest; `rebuilt` is what `rows` gave after a rebuild."""
    with closing(_connected(url)) as connection, connection.cursor() as cursor:
        return State(
            events=[Event._make((*row[:-1], bytes(row[-1]))) for row in _all(cursor, _EVENTS)],
            watermark=_all(cursor, "select position from log.watermark")[0][0],
            live=_rows(cursor),
            rebuilt=rebuilt or {},
            checkpoints=[Checkpoint(*row) for row in _all(cursor, _CHECKPOINTS)],
            parked=[Parked(*row) for row in _all(cursor, _PARKED)],
        )


def rows(url: str) -> dict[str, Rows]:
    """The rows the read models show now."""
    with closing(_connected(url)) as connection, connection.cursor() as cursor:
        return _rows(cursor)


def _rows(cursor: Any) -> dict[str, Rows]:
    names = [name for (name,) in _all(cursor, _READ_MODELS)]
    shown = {name: _named(cursor, f"select * from read.{name}") for name in names if _is_there(cursor, name)}
    if "deal_list" in shown:
        shown["sales_outcomes"] = _named(cursor, _OUTCOMES)
    return shown


def _is_there(cursor: Any, name: str) -> bool:
    return _all(cursor, f"select to_regclass('read.{name}')")[0][0] is not None


def _named(cursor: Any, statement: str) -> Rows:
    cursor.execute(statement)
    columns = [column.name for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _all(cursor: Any, statement: str) -> Sequence[Any]:
    cursor.execute(statement)
    found: Sequence[Any] = cursor.fetchall()
    return found


def _connected(url: str) -> Any:
    connection = psycopg2.connect(url.replace("+psycopg2", ""), application_name="history checker")
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    psycopg2.extras.register_uuid(conn_or_curs=connection)  # type: ignore[no-untyped-call]
    with connection.cursor() as cursor:
        cursor.execute("set timezone to 'UTC'")
    return connection
