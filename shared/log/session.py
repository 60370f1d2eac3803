"""How does one statement run in one round trip?"""

from collections.abc import Sequence
from typing import Any, cast

from psycopg2 import Error
from psycopg2.errors import UniqueViolation
from psycopg2.extensions import connection
from sqlalchemy import Engine, PoolProxiedConnection


def run(engine: Engine, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement that is a transaction by itself, and return its rows.

    Goes straight to the driver: SQLAlchemy's execution layer would double the time of a small append.
    Where the connection turns out to be dead, tries once more on a new one: statements run here are
    harmless to repeat (an append carries its command ids).
    """
    try:
        return _attempt(engine, statement, parameters)
    except ConnectionLost:
        return _attempt(engine, statement, parameters)


class ConnectionLost(Exception):
    """The connection ended before the answer came; it is unknown whether the statement was carried out."""


def _attempt(engine: Engine, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    pooled = engine.raw_connection()
    driver = cast(connection, pooled.dbapi_connection)
    try:
        driver.autocommit = True
        with driver.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        driver.autocommit = False
        return rows
    except Error as error:
        _give_up(pooled, driver, error)
        raise
    finally:
        pooled.close()


def _give_up(pooled: PoolProxiedConnection, driver: connection, error: Error) -> None:
    if isinstance(error, UniqueViolation):
        driver.autocommit = False
        return
    # A statement that was cancelled half-way may hold a session lock: only the end of the session frees it.
    lost = bool(driver.closed)
    pooled.invalidate(error)
    if lost:
        raise ConnectionLost(str(error)) from error
