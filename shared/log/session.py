"""How does one statement run in one round trip?"""

from collections.abc import Sequence
from typing import Any, cast

import psycopg2
from psycopg2.errors import UniqueViolation
from psycopg2.extensions import connection
from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.exc import OperationalError


class ConnectionLost(psycopg2.OperationalError):
    """The connection ended before the answer came; it is unknown whether the statement was carried out."""


def run(engine: Engine, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement that is a transaction by itself, and return its rows.

    Goes straight to the driver: SQLAlchemy's execution layer would double the time of a small append.
    Where the connection turns out to be dead, tries once more on a new one: statements run here are
    harmless to repeat (an append carries its command ids). Raises sqlalchemy's OperationalError where no
    connection was to be had, so nothing was sent; else ConnectionLost or the driver's own errors.
    """
    try:
        return _attempt(engine, statement, parameters)
    except ConnectionLost as lost:
        engine.dispose()  # its neighbours in the pool died with it
        try:
            return _attempt(engine, statement, parameters)
        except OperationalError:
            raise lost from None


def _attempt(engine: Engine, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    pooled = _connection(engine)
    driver = cast(connection, pooled.dbapi_connection)
    try:
        driver.autocommit = True
        with driver.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        driver.autocommit = False
        return rows
    except BaseException as error:  # also a green thread that is ended, and a text psycopg2 cannot send
        _give_up(pooled, driver, error)
        raise
    finally:
        pooled.close()


def _connection(engine: Engine) -> PoolProxiedConnection:
    try:
        return engine.raw_connection()
    except psycopg2.OperationalError as error:
        raise OperationalError(None, None, error) from error


def _give_up(pooled: PoolProxiedConnection, driver: connection, error: BaseException) -> None:
    if isinstance(error, UniqueViolation):
        driver.autocommit = False
        return
    # A statement that was cancelled half-way may hold a session lock: only the end of the session frees it.
    # Nor must a session that commits by itself go back to those who rely on their transactions.
    lost = isinstance(error, psycopg2.Error) and bool(driver.closed)
    pooled.invalidate(error)
    if lost:
        raise ConnectionLost(str(error)) from error
