"""Who may read the log, and who may append what?"""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

PROJECTOR = "hindsight_projector"
READER = "hindsight_reader"
_ATTEMPTS = 20
_LOST_RACE = ("42710", "23505", "XX000")  # exists already, exists by now, "tuple concurrently updated"


class RolesMissing(RuntimeError):
    """The database login may not create the roles Hindsight needs; the message names the command to run."""


def role_of(context: str) -> str:
    """The role that appends the events of a context."""
    if not context.isidentifier() or not context.isascii() or context != context.lower():
        raise ValueError(f"{context!r} is no context name; use lower-case letters, digits and underscores.")
    return f"hindsight_{context}"


def create_roles(engine: Engine, contexts: Sequence[str]) -> None:
    """Create missing roles, and let the login act as each of them."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for role in (*map(role_of, contexts), PROJECTOR, READER):
            _create(connection, role)


def _create(connection: Connection, role: str) -> None:
    # Roles belong to the whole server: another database may be creating the same one at this moment,
    # and the loser of such a race simply looks again.
    for _ in range(_ATTEMPTS):
        try:
            _create_if_missing(connection, role)
        except DBAPIError as error:
            if _state_of(error) == "42501":
                raise _missing(connection, role) from None
            if _state_of(error) not in _LOST_RACE:
                raise
        else:
            return
    raise RolesMissing(f"The role {role} cannot be created: other sessions keep changing it; start again.")


def _create_if_missing(connection: Connection, role: str) -> None:
    if not connection.scalar(text("select 1 from pg_roles where rolname = :role"), {"role": role}):
        connection.exec_driver_sql(f"create role {role} nologin")
    if not connection.scalar(text("select pg_has_role(current_user, :role, 'member')"), {"role": role}):
        connection.exec_driver_sql(f"grant {role} to current_user")


def _missing(connection: Connection, role: str) -> RolesMissing:
    login = connection.scalar(text("select current_user"))
    return RolesMissing(
        f"The database login {login} may not create the role {role}, so the services' rights cannot be kept "
        f'apart. Run once as a database administrator: ALTER ROLE "{login}" CREATEROLE; then start again.'
    )


def _state_of(error: DBAPIError) -> str:
    return getattr(error.orig, "pgcode", None) or ""


def grant_rights(connection: Connection, contexts: Sequence[str]) -> None:
    """Grants and policies: services append their own events, the projector folds, readers read."""
    services = [role_of(context) for context in contexts]
    everyone = ", ".join([*services, PROJECTOR, READER])
    for statement in _COMMON:
        connection.exec_driver_sql(statement.format(everyone=everyone))
    for context, role in zip(contexts, services, strict=True):
        connection.exec_driver_sql(f"grant insert on log.events to {role}")
        connection.exec_driver_sql(f"grant usage on sequence log.events_position to {role}")
        connection.exec_driver_sql(f"grant insert, update on log.stream_snapshots to {role}")
        _restrict(connection, context, role)


def _restrict(connection: Connection, context: str, role: str) -> None:
    own = f"(starts_with({{column}}, '{context}.'))"
    for name, table, what in (
        (f"appends_{context}", "log.events", f"for insert to {role} with check {own.format(column='type')}"),
        (
            f"keeps_{context}",
            "log.stream_snapshots",
            f"for insert to {role} with check {own.format(column='kind')}",
        ),
        (
            f"renews_{context}",
            "log.stream_snapshots",
            f"for update to {role} using {own.format(column='kind')}",
        ),
    ):
        known = "select 1 from pg_policies where schemaname = 'log' and policyname = :name"
        if not connection.scalar(text(known), {"name": name}):
            connection.exec_driver_sql(f"create policy {name} on {table} {what}")


_COMMON = (
    "grant usage on schema log, read to {everyone}",
    "grant select on all tables in schema log to {everyone}",
    "grant select on sequence log.events_position to {everyone}",
    f"grant insert, update, delete on log.tries to {READER}",
    f"grant update on log.watermark to {PROJECTOR}",
    f"grant insert, update on log.relay_cursor to {PROJECTOR}",
    f"grant all on schema read to {PROJECTOR}",
    f"grant all on all tables in schema read to {PROJECTOR}",
    "grant select on all tables in schema read to {everyone}",
    f"alter default privileges in schema read grant all on tables to {PROJECTOR}",
    "alter default privileges in schema read grant select on tables to {everyone}",
    f"alter default privileges for role {PROJECTOR} in schema read grant select on tables to {{everyone}}",
)
