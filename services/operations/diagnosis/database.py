"""Does the database answer, is it the right one, and may we do in it what we must?"""

from collections.abc import Iterator

from sqlalchemy import Connection

from services import product
from services.operations.diagnosis.finding import Finding, ill, well
from shared.log.roles import PROJECTOR, READER, role_of

OLDEST_VERSION = 150_000
_MIGRATED = "select to_regclass('log.watermark') is not null and to_regclass('read.builds') is not null"
_MISSING = """
select r.name from unnest(%s::text[]) as r (name) left join pg_roles p on p.rolname = r.name
where p.oid is null or not pg_has_role(current_user, p.oid, 'member')"""


def examine(connection: Connection) -> Iterator[Finding]:
    """Findings about the server; about the log only where it is there."""
    yield version(connection)
    yield rights(connection)
    yield migrated(connection)


def version(connection: Connection) -> Finding:
    """PostgreSQL 15 or later."""
    number = int(connection.exec_driver_sql("show server_version_num").scalar_one())
    what = f"PostgreSQL {number // 10_000} answers."
    if number < OLDEST_VERSION:
        return ill("database", what, "Hindsight needs PostgreSQL 15 or later: upgrade the server.")
    return well("database", what)


def rights(connection: Connection) -> Finding:
    """May the login act in every role a process takes?"""
    wanted = [*map(role_of, product.names()), PROJECTOR, READER]
    missing = list(connection.exec_driver_sql(_MISSING, (wanted,)).scalars())
    if not missing:
        return well("rights", "The database login may act in every role Hindsight uses.")
    login = connection.exec_driver_sql("select current_user").scalar_one()
    return ill(
        "rights",
        f"The database login {login} may not act as {', '.join(missing)}.",
        f'Run `hindsight migrate`. If that is refused, a database administrator runs: ALTER ROLE "{login}" '
        "CREATEROLE; and then you migrate again.",
    )


def migrated(connection: Connection) -> Finding:
    """Are the tables there?"""
    if connection.exec_driver_sql(_MIGRATED).scalar_one():
        return well("migrations", "The log and the read models have their tables.")
    return ill("migrations", "The database holds no event log yet.", "Run `hindsight migrate`.")
