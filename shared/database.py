"""How is the database reached, and in whose name?"""

from typing import Any

import sqlalchemy
from psycopg2.extensions import make_dsn
from sqlalchemy import Engine, event, make_url

DRIVER = "postgresql+psycopg2"
POOL_SECONDS = 2.0
_SILENCE: dict[str, Any] = {
    # A server whose machine vanished is noticed after half a minute, not after the kernel's two hours.
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "connect_timeout": 10,
}


class WrongUrl(ValueError):
    """The database URL cannot be used; the message says why."""


def normalized(url: str | sqlalchemy.URL) -> sqlalchemy.URL:
    """The URL with psycopg2 named as its driver. Raises WrongUrl."""
    try:
        parsed = make_url(url)
    except sqlalchemy.exc.ArgumentError:
        raise WrongUrl(
            "The database URL cannot be read; write it as postgresql://user:password@host:5432/name."
        ) from None
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise WrongUrl(f"Hindsight needs PostgreSQL, but the database URL names {parsed.get_backend_name()}.")
    return parsed.set(drivername=DRIVER)


def connect(
    url: str | sqlalchemy.URL,
    *,
    role: str | None = None,
    pool_size: int = 5,
    application_name: str = "hindsight",
    statement_seconds: float | None = None,
) -> Engine:
    """An engine whose sessions speak UTC and act as `role` (None: as the login itself).

    `application_name` is what an administrator sees beside each session. Connections open on first use.
    A statement that takes longer than `statement_seconds` is cancelled (an OperationalError); whoever finds
    every connection in use waits POOL_SECONDS for one.
    """
    engine = sqlalchemy.create_engine(
        normalized(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=False,
        connect_args={"application_name": application_name, **_SILENCE},
    )
    statements = "set timezone to 'UTC'" + (f"; set role {_quoted(engine, role)}" if role else "")
    if statement_seconds is not None:
        statements += f"; set statement_timeout to {round(statement_seconds * 1000)}"

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # Committed at once: a SET inside a transaction that is rolled back would be undone.
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statements)
        connection.autocommit = False

    return engine


def libpq(url: str | sqlalchemy.URL, *, role: str, application_name: str = "hindsight") -> str:
    """The same address for drivers that are given libpq's connection string; sessions speak UTC as `role`."""
    address = normalized(url)
    _, given = address.get_dialect()().create_connect_args(address)
    options = f"{given.pop('options', '')} -c role={role} -c timezone=UTC".strip()
    named = {"application_name": application_name, **_SILENCE, **given, "options": options}
    return str(make_dsn(**named))


def _quoted(engine: Engine, name: str) -> str:
    return engine.dialect.identifier_preparer.quote_identifier(name)
