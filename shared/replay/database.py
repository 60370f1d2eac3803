"""How do events become a table of another PostgreSQL database?"""

from io import BytesIO
from typing import Any, cast

import msgspec
import pyarrow as pa
from psycopg2.extensions import cursor
from sqlalchemy import Connection

from shared.database import connect
from shared.log.scan import Scan
from shared.replay.encodings import write_csv
from shared.replay.manifest import OtherExport, told
from shared.replay.target import Busy, Reached

SCHEMA = "hindsight"
_CREATE = f"""
    create schema if not exists {SCHEMA};
    create table if not exists {SCHEMA}.events (
        position bigint primary key, stream_id uuid not null, version int not null, type text not null,
        schema_version smallint not null, occurred_at timestamptz not null, recorded_at timestamptz not null,
        actor text not null, branch text not null, source text not null, command_id uuid not null,
        correlation_id uuid not null, causation_id uuid, data jsonb not null);
    create table if not exists {SCHEMA}.export (
        one boolean primary key default true check (one), log text not null, filters jsonb not null,
        position bigint not null, upto bigint not null, events bigint not null default 0)"""
_START = f"""
    insert into {SCHEMA}.export (log, filters, position, upto) values (%s, %s, %s, %s)
    on conflict do nothing"""
_FOUND = f"""
    select log in ('', %s) as same_log, filters = %s::jsonb as same_filters, filters::text, position, events
    from {SCHEMA}.export"""
_MOVE = f"""
    update {SCHEMA}.export set position = %s, upto = %s, events = events + %s where position = %s"""


class Database:
    """The table `hindsight.events`, and `hindsight.export`, which says how far it has come.

    Events and position are written in the same transaction.
    """

    def __init__(self, url: str) -> None:
        self._engine = connect(url, application_name="hindsight replay")
        self._position = 0

    def begin(self, log: str, filters: Scan) -> Reached:
        wanted = msgspec.json.encode(filters).decode()
        with self._engine.begin() as connection:
            connection.exec_driver_sql(_CREATE)
            connection.exec_driver_sql(_START, (log, wanted, filters.after, filters.after))
            found = connection.exec_driver_sql(_FOUND, (log, wanted)).one()
            connection.exec_driver_sql(f"update {SCHEMA}.export set log = %s where log = ''", (log,))
        if not found.same_log:
            raise OtherExport("The database holds the history of another installation. Choose another one.")
        if not found.same_filters:
            held = told(msgspec.json.decode(found.filters, type=Scan))
            raise OtherExport(
                f"The database holds an export with other filters: {held}. Repeat those to continue it, or "
                "choose another database."
            )
        self._position = found.position
        return Reached(found.position, found.events)

    def write(self, events: pa.Table, position: int, upto: int) -> None:
        with self._engine.begin() as connection:
            moved = connection.exec_driver_sql(_MOVE, (position, upto, len(events), self._position))
            if moved.rowcount != 1:
                raise Busy(
                    "Another replay writes to the same database at this moment. Wait for it, or stop it."
                )
            _copy(connection, events)
        self._position = position

    def close(self) -> None:
        self._engine.dispose()


def _copy(connection: Connection, events: pa.Table) -> None:
    columns = ", ".join(events.schema.names)
    driver = cast(Any, connection.connection.dbapi_connection)
    with driver.cursor() as cursor:
        for batch in events.to_batches():
            _copy_batch(cursor, columns, pa.Table.from_batches([batch]))


def _copy_batch(cursor: cursor, columns: str, events: pa.Table) -> None:
    text = BytesIO()
    write_csv(events, text, header=False)
    text.seek(0)
    cursor.copy_expert(f"copy {SCHEMA}.events ({columns}) from stdin (format csv)", text, 1 << 20)
