"""How does a database become an event log?"""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from shared.log.roles import create_roles, grant_rights

_LOCK = 7236843520250002
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, contexts: Sequence[str]) -> None:
    """Bring schemas log and read up to date, and give each context a role that appends only its own events.

    `engine` logs in as the owner of the tables. Harmless to repeat, and to run in several processes at
    once. Raises RolesMissing where the login may not create the roles.
    """
    create_roles(engine, contexts)
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.exec_driver_sql("create schema if not exists log")
        connection.exec_driver_sql("create schema if not exists read")
        _upgrade(connection)
        grant_rights(connection, contexts)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
