"""Which session holds the lock by which a process leads?"""

from sqlalchemy import Connection

from shared.status.facts import Leader

_HOLDER = """
select a.pid, a.application_name from pg_locks l join pg_stat_activity a using (pid)
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
  and l.database = (select oid from pg_database where datname = current_database())
  and (l.classid::bigint << 32) | l.objid::bigint = %s"""


def leader(connection: Connection, key: int) -> Leader | None:
    """Who holds the session lock under this key; see shared.projector.leadership."""
    row = connection.exec_driver_sql(_HOLDER, (key,)).one_or_none()
    return Leader(*row) if row else None
