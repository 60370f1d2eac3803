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
_READ_MODELS = "select name from read.builds where state = 'serving' union select 'sales_outcomes'"
"""Every one that is served, and the figures that are kept beside the board."""


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
    shown: dict[str, Rows] = {}
    for (name,) in _all(cursor, _READ_MODELS):
        if _all(cursor, f"select to_regclass('read.{name}')")[0][0] is not None:
            cursor.execute(f"select * from read.{name}")
            columns = [column.name for column in cursor.description]
            shown[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return shown


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
