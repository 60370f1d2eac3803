"""How do tables, views and checkpoints of read models come into being, and change versions?"""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine

from shared.log.roles import PROJECTOR, READER
from shared.projector.batch import reader
from shared.projector.checkpoints import CREATE, Reader
from shared.projector.table import Table

_LOCK = 7236843520250003


class ColumnsChanged(RuntimeError):
    """A projection's row changed but its version did not; the message says what to do."""


def prepare(engine: Engine, tables: Sequence[Table]) -> None:
    """Create what is missing. Harmless to repeat, and in several processes at once. Raises ColumnsChanged.

    The first version of a projection is served at once; a later one only when it has caught up.
    """
    with engine.begin() as connection:
        begin(connection)
        connection.exec_driver_sql(CREATE)
        connection.exec_driver_sql(f"grant select on read.checkpoints to {READER}")
        for table in tables:
            if _exists(connection, table.name):
                _check(connection, table)
            else:
                create(connection, table)
                index(connection, table)
                _start(connection, table)
            if not _exists(connection, view(table)):
                serve(connection, table)


def create(connection: Connection, table: Table) -> None:
    """Create the bare table; `index` adds its keys."""
    columns = ", ".join(column.definition for column in table.columns)
    connection.exec_driver_sql(f"create table {table.name} ({columns}) with (fillfactor = 90)")
    connection.exec_driver_sql(f"grant select on {table.name} to {READER}")


def index(connection: Connection, table: Table) -> None:
    """Create the primary key and the indexes of a table."""
    key = ", ".join(column.name for column in table.key_columns)
    connection.exec_driver_sql(f"alter table {table.name} add primary key ({key})")
    tokens = [f"using gin ({column.name})" for column in table.columns if column.stored == "tsvector"]
    for wanted in dict.fromkeys([*table.projection.indexes, *tokens]):
        what = wanted if wanted.startswith("using ") else f"({wanted})"
        connection.exec_driver_sql(f"create index on {table.name} {what}".replace("%", "%%"))


def view(table: Table) -> str:
    """The name queries use."""
    return f'read."{table.projection.name}"'


def promote(engine: Engine, tables: Sequence[Table]) -> None:
    """Serve these versions from now on, and drop the versions they replace."""
    with engine.begin() as connection:
        begin(connection)
        for table in tables:
            _retire(connection, table)
            serve(connection, table)


def replace(connection: Connection, table: Table, fresh: Table) -> None:
    """Put a new table in the place of the old one, and serve it."""
    begin(connection)
    _retire(connection, table)
    connection.exec_driver_sql(f"drop table {table.name}")
    connection.exec_driver_sql(f"alter table {fresh.name} rename to {table.name.removeprefix('read.')}")
    serve(connection, table)


def _retire(connection: Connection, table: Table) -> None:
    connection.exec_driver_sql(f"drop view if exists {view(table)}")
    for version in _replaced(connection, reader(table)):
        connection.exec_driver_sql(f'drop table if exists read."{table.projection.name}_v{version}"')


def serve(connection: Connection, table: Table) -> None:
    """Let the view show this table."""
    connection.exec_driver_sql(f"create view {view(table)} as select * from {table.name}")
    connection.exec_driver_sql(f"grant select on {view(table)} to {READER}")
    connection.exec_driver_sql(
        "update read.checkpoints set serving = true where name = %s and version = %s",
        tuple(reader(table)),
    )


def begin(connection: Connection) -> None:
    """Start to change tables: one process at a time, as the role that owns them."""
    connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
    # The owner must be the role that projectors act as, so that they may rebuild what they fill.
    connection.exec_driver_sql(f"set local role {PROJECTOR}")


def _start(connection: Connection, table: Table) -> None:
    connection.exec_driver_sql(
        "insert into read.checkpoints (name, version, serving) values (%s, %s, false) "
        "on conflict (name, version) do update set position = 0, error = null",
        tuple(reader(table)),
    )


def _replaced(connection: Connection, served: Reader) -> list[int]:
    versions = connection.exec_driver_sql(
        "delete from read.checkpoints where name = %s and version <> %s returning version",
        tuple(served),
    )
    return list(versions.scalars())


def _exists(connection: Connection, name: str) -> bool:
    return bool(connection.exec_driver_sql("select to_regclass(%s) is not null", (name,)).scalar_one())


def _check(connection: Connection, table: Table) -> None:
    found = connection.exec_driver_sql(
        "select quote_ident(attname), format_type(atttypid, null) from pg_attribute "
        "where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum",
        (table.name,),
    ).all()
    present = [(name.strip('"'), type_) for name, type_ in found]
    declared = [
        (
            column.name.strip('"'),
            column.stored.replace("timestamptz", "timestamp with time zone"),
        )
        for column in table.columns
    ]
    if present != declared:
        raise ColumnsChanged(
            f"The row of projection {table.projection.name} has other columns than its table {table.name}. "
            f"Raise the projection's version: read models are rebuilt, never migrated."
        )
