"""How do tables, views and checkpoints of read models come into being, and change versions?"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine

from shared.log.roles import PROJECTOR, READER
from shared.projection import Projection
from shared.projector import builds, checkpoints, schema, tallies
from shared.projector.builds import State
from shared.projector.checkpoints import Build
from shared.projector.table import Table, table_name
from shared.slices import WHOLE

_LOCK = 7236843520250003


class ColumnsChanged(RuntimeError):
    """A projection's row changed but its version did not; the message says what to do."""


def prepare(engine: Engine, projections: Sequence[Projection]) -> list[Table]:
    """Create what is missing; the table of each projection's present build. Raises ColumnsChanged.

    Harmless to repeat, and in several processes at once. Where nothing is served yet, everything is, at
    once; later a new projection, or version of one, is served only when it has caught up.
    """
    with engine.begin() as connection:
        begin(connection)
        schema.create(connection)
        young = bool(connection.exec_driver_sql(_YOUNG).scalar_one())
        return [_prepared(connection, projection, at_once=young) for projection in projections]


def _prepared(connection: Connection, projection: Projection, *, at_once: bool) -> Table:
    known = builds.states(connection, [projection.name])
    table = Table(projection, _present(known, projection).generation)
    if table.build in known and _exists(connection, table.name):
        _check(connection, table)
        _split(connection, table)
        if tallies.renewed(connection, table) and known[table.build].state == "serving":
            tallies.show(connection, table)
        if known[table.build].state == "previous":
            builds.set_state(connection, table.build, "filling")
    else:
        _start(connection, table)
    if at_once and not _exists(connection, view(table)):
        retire(connection, projection.name)
        serve(connection, table)
    return table


def _present(known: Mapping[Build, State], projection: Projection) -> Build:
    """The build this release works with: the one served if it is of this version, else the last one."""
    mine = {build: state.state for build, state in known.items() if build.version == projection.version}
    order = {"previous": 0, "serving": 2}
    return max(
        mine,
        key=lambda build: (order.get(mine[build], 1), build.generation),
        default=Build(projection.name, projection.version),
    )


def _start(connection: Connection, table: Table) -> None:
    tallies.drop(connection, table.name)
    connection.exec_driver_sql(f"drop table if exists {table.name} cascade")
    create(connection, table)
    index(connection, table)
    builds.remove(connection, table.build)
    builds.add(connection, table.build)
    checkpoints.start(connection, table.build, table.projection.partitions)


def create(connection: Connection, table: Table) -> None:
    """Create the bare table; `index` adds its keys."""
    columns = ", ".join(column.definition for column in table.columns)
    connection.exec_driver_sql(f"create table {table.name} ({columns}) with (fillfactor = 90)")
    connection.exec_driver_sql(f"grant select on {table.name} to {READER}")


def index(connection: Connection, table: Table) -> None:
    """Create the primary key, the indexes and the tallies of a table."""
    key = ", ".join(column.name for column in table.key_columns)
    connection.exec_driver_sql(f"alter table {table.name} add primary key ({key})")
    wished = table.projection.indexes
    words = [f"using gin ({column.name})" for column in table.columns if column.stored == "tsvector"]
    usual = [index for index in words if not any(wanted.startswith(index) for wanted in wished)]
    for wanted in dict.fromkeys([*wished, *usual]):
        what = wanted if wanted.startswith("using ") else f"({wanted})"
        connection.exec_driver_sql(f"create index on {table.name} {what}".replace("%", "%%"))
    tallies.renewed(connection, table)


def view(table: Table) -> str:
    """The name queries use."""
    return f'read."{table.projection.name}"'


def promote(engine: Engine, tables: Sequence[Table]) -> None:
    """Serve these builds from now on; the one each replaces is kept, but not followed any more."""
    with engine.begin() as connection:
        begin(connection)
        for table in tables:
            name = table.build.name
            if builds.states(connection, [name])[table.build].state == "filling":  # nobody was faster
                retire(connection, name)
                serve(connection, table)


def retire(connection: Connection, name: str) -> None:
    """End to serve a read model, and drop the build that was replaced before."""
    known = builds.states(connection, [name])
    connection.exec_driver_sql(f'drop view if exists read."{name}"')
    tallies.hide(connection, name)
    for build in (build for build, state in known.items() if state.state == "previous"):
        drop(connection, table_name(build))
        builds.remove(connection, build)
    for build in (build for build, state in known.items() if state.state == "serving"):
        checkpoints.release(connection, build)
        builds.set_state(connection, build, "previous")


def drop(connection: Connection, name: str) -> None:
    """Drop a table with all that hangs on it, if it is there."""
    tallies.drop(connection, name)
    connection.exec_driver_sql(f"drop table if exists {name}")


def serve(connection: Connection, table: Table) -> None:
    """Let the view show this table."""
    connection.exec_driver_sql(f"create view {view(table)} as select * from {table.name}")
    connection.exec_driver_sql(f"grant select on {view(table)} to {READER}")
    tallies.show(connection, table)
    builds.set_state(connection, table.build, "serving")


def begin(connection: Connection) -> None:
    """Start to change tables: one process at a time, as the role that owns them."""
    connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
    # The owner must be the role that projectors act as, so that they may rebuild what they fill.
    connection.exec_driver_sql(f"set local role {PROJECTOR}")


def _split(connection: Connection, table: Table) -> None:
    """Give each partition a checkpoint where an earlier release kept one for all of them."""
    partitions = table.projection.partitions
    present = [
        one for one in checkpoints.positions(connection, [table.build.name]) if one.build == table.build
    ]
    if sorted(one.partition for one in present) == sorted(partitions):
        return
    if WHOLE in partitions:
        raise ColumnsChanged(
            f"Projection {table.projection.name} keyed its rows by stream, and does not any more. "
            f"Raise the projection's version: read models are rebuilt, never migrated."
        )
    connection.exec_driver_sql(_SPLIT, (list(partitions), *table.build, WHOLE))


# Policies count as served from their first event on, and show nothing to anybody.
_YOUNG = """
select position = 0 or not exists (select from read.serving where not starts_with(name, 'policy:'))
from log.watermark"""
_SPLIT = """
with whole as (
    insert into read.checkpoints (name, version, generation, partition, position, updated_at)
    select c.name, c.version, c.generation, p.partition, c.position, c.updated_at
    from read.checkpoints c, unnest(%s::smallint[]) as p (partition)
    where (c.name, c.version, c.generation, c.partition) = (%s, %s, %s, %s)
    returning name, version, generation)
delete from read.checkpoints c using (select distinct * from whole) w
where (c.name, c.version, c.generation) = (w.name, w.version, w.generation) and c.partition = -1"""


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
