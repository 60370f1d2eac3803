"""How are counts and sums of a read model kept in step with its rows? By triggers, in the rows' transaction.

So they are exact at every instant, whoever writes the rows and however many at once; a rebuild counts
when all rows are there.
"""

from hashlib import blake2b

from sqlalchemy import Connection

from shared.log.roles import READER
from shared.projection import Tally
from shared.projector.table import Table

_BETWEEN = "__"
_LOCK = 723684353


def renewed(connection: Connection, table: Table) -> bool:
    """Count every row anew where a tally is missing or declared otherwise than before; True if one was."""
    stale = [tally for tally in table.projection.tallies if _known(connection, table, tally) != _mark(tally)]
    for tally in stale:
        _drop(connection, _name(table, tally))
        _create(connection, table, tally)
    return bool(stale)


def show(connection: Connection, table: Table) -> None:
    """Let the views of the tallies show those of this table."""
    hide(connection, table.build.name)
    for tally in table.projection.tallies:
        view = f'read."{table.build.name}{_BETWEEN}{tally.name}"'
        connection.exec_driver_sql(f"create view {view} as select * from {_quoted(_name(table, tally))}")
        connection.exec_driver_sql(f"grant select on {view} to {READER}")


def hide(connection: Connection, name: str) -> None:
    """Drop the views of a read model's tallies."""
    found = "select viewname from pg_views where schemaname = 'read' and starts_with(viewname, %s)"
    for (view,) in connection.exec_driver_sql(found, (name + _BETWEEN,)).all():
        connection.exec_driver_sql(f'drop view read."{view}"')


def drop(connection: Connection, table: str) -> None:
    """Drop every tally of a table, also those that this release does not declare."""
    found = "select tablename from pg_tables where schemaname = 'read' and starts_with(tablename, %s)"
    bare = table.removeprefix("read.").strip('"')
    for (name,) in connection.exec_driver_sql(found, (bare + _BETWEEN,)).all():
        _drop(connection, name)


def _drop(connection: Connection, name: str) -> None:
    # The triggers go with their functions.
    for suffix in ("added", "changed", "removed"):
        connection.exec_driver_sql(f'drop function if exists read."{name}{_BETWEEN}{suffix}" cascade')
    connection.exec_driver_sql(f"drop table if exists {_quoted(name)} cascade")


def _create(connection: Connection, table: Table, tally: Tally) -> None:
    name = _quoted(_name(table, tally))
    groups = ", ".join(tally.by)
    counted = f"select {_counted(tally)} from {table.name} where {tally.where} group by {groups}"
    # Its rows change all the time: room beside each keeps the index out of it.
    for statement in (
        f"create table {name} with (fillfactor = 50) as {counted}",
        f"create unique index on {name} ({groups}) nulls not distinct",
        f"grant select on {name} to {READER}",
        f"comment on table {name} is '{_mark(tally)}'",
    ):
        connection.exec_driver_sql(statement.replace("%", "%%"))
    for suffix, event, old, new in (
        ("added", "insert", "", "new table as added"),
        ("changed", "update", "old table as removed", "new table as added"),
        ("removed", "delete", "old table as removed", ""),
    ):
        kept = f'read."{_name(table, tally)}{_BETWEEN}{suffix}"'
        body = _merge(name, tally, removed=bool(old), added=bool(new))
        function = f"create function {kept}() returns trigger language plpgsql as $kept${body}$kept$"
        trigger = (
            f'create trigger "{tally.name}_{suffix}" after {event} on {table.name} '
            f"referencing {old} {new} for each statement execute function {kept}()"
        )
        connection.exec_driver_sql(function.replace("%", "%%"))
        connection.exec_driver_sql(trigger)


def _counted(tally: Tally) -> str:
    groups = [f"{expression} as {column}" for column, expression in tally.by.items()]
    sums = [f"coalesce(sum({expression}), 0) as {column}" for column, expression in tally.sums.items()]
    return ", ".join([*groups, "count(*)::bigint as rows", *sums])


def _merge(name: str, tally: Tally, *, removed: bool, added: bool) -> str:
    """Add what came and take off what went; one writer at a time, so that no two wait for each other."""
    parts = [_signed(tally, "added", "")] if added else []
    parts += [_signed(tally, "removed", "-")] if removed else []
    groups, figures = ", ".join(tally.by), ["rows", *tally.sums]
    return f"""
begin
    -- A statement that inserts or updates fires both triggers, mostly one of them for nothing.
    if not exists (select from {"added" if added else "removed"}) then
        return null;
    end if;
    perform pg_advisory_xact_lock({_LOCK}, hashtext('{name}'));
    insert into {name} as t ({groups}, {", ".join(figures)})
    select {groups}, {", ".join(f"sum({figure})" for figure in figures)}
    from ({" union all ".join(parts)}) as parts
    group by {groups} having {" or ".join(f"sum({figure}) <> 0" for figure in figures)}
    on conflict ({groups}) do update set {", ".join(f"{one} = t.{one} + excluded.{one}" for one in figures)};
    return null;
end"""


def _signed(tally: Tally, rows: str, sign: str) -> str:
    groups = [f"{expression} as {column}" for column, expression in tally.by.items()]
    sums = [f"{sign}coalesce({expression}, 0) as {column}" for column, expression in tally.sums.items()]
    return f"select {', '.join([*groups, f'{sign}1 as rows', *sums])} from {rows} where {tally.where}"


def _known(connection: Connection, table: Table, tally: Tally) -> str | None:
    name = _quoted(_name(table, tally))
    found: str | None = connection.exec_driver_sql(
        "select obj_description(to_regclass(%s), 'pg_class')", (name,)
    ).scalar_one()
    return found


def _mark(tally: Tally) -> str:
    return blake2b(repr(tally).encode(), digest_size=12).hexdigest()


def _name(table: Table, tally: Tally) -> str:
    return table.name.removeprefix("read.").strip('"') + _BETWEEN + tally.name


def _quoted(name: str) -> str:
    return f'read."{name}"'
