"""How does one statement run in one round trip?"""

import os
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg2
from psycopg2.errors import UniqueViolation
from psycopg2.extensions import connection
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import QueuePool

from shared.database import POOL_SECONDS


class ConnectionLost(psycopg2.OperationalError):
    """The connection ended before the answer came; it is unknown whether the statement was carried out."""


def run(engine: Engine, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement that is a transaction by itself, and return its rows.

    Where the connection turns out to be dead, tries once more on a new one: statements run here are
    harmless to repeat (an append carries its command ids). Raises sqlalchemy's OperationalError or
    TimeoutError where no connection was to be had, so nothing was sent; else ConnectionLost or the
    driver's own errors.
    """
    sessions = _sessions_of(engine)
    try:
        return sessions.run(engine, statement, parameters)
    except ConnectionLost as lost:
        engine.dispose()  # its neighbours died with it
        try:
            return sessions.run(engine, statement, parameters)
        except OperationalError:
            raise lost from None


class Sessions:
    """Connections of an engine that commit every statement by themselves, beside its pool.

    Taking one from SQLAlchemy's pool and giving it back costs as much as a small append itself.
    """

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._idle: list[connection] = []
        self._free = BoundedSemaphore(2 * kept)
        self.process = os.getpid()

    def run(self, engine: Engine, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Run one statement on a connection nobody else uses. See the function `run`."""
        if not self._free.acquire(timeout=POOL_SECONDS):
            raise NoneFree("Every database session is in use; try again, or allow more of them.")
        try:
            session = self._taken(engine)
            try:
                with session.cursor() as cursor:
                    cursor.execute(statement, parameters)
                    rows: list[tuple[Any, ...]] = cursor.fetchall()
            except BaseException as error:  # also a green thread that is ended, or a text it cannot send
                self._after(error, session)
                raise
            self._give_back(session)
            return rows
        finally:
            self._free.release()

    def close(self) -> None:
        """Close those that are idle."""
        while self._idle:
            self._idle.pop().close()

    def _taken(self, engine: Engine) -> connection:
        try:
            return self._idle.pop()  # not asked before whether there is one: another thread may be faster
        except IndexError:
            return _opened(engine)

    def _give_back(self, session: connection) -> None:
        if len(self._idle) < self._kept:
            self._idle.append(session)
        else:
            session.close()

    def _after(self, error: BaseException, session: connection) -> None:
        if isinstance(error, UniqueViolation):
            self._give_back(session)
            return
        # A statement that was cancelled half-way may hold a session lock: only the session's end frees it.
        lost = isinstance(error, psycopg2.Error) and bool(session.closed)
        session.close()
        if lost:
            raise ConnectionLost(str(error)) from error


def _opened(engine: Engine) -> connection:
    try:
        pooled = engine.raw_connection()
    except psycopg2.OperationalError as error:
        raise OperationalError(None, None, error) from error
    session = cast(connection, pooled.dbapi_connection)
    pooled.detach()
    session.autocommit = True
    return session


def _sessions_of(engine: Engine) -> Sessions:
    known = _known.get(engine)
    return known if known and known.process == os.getpid() else _begin(engine)


def _begin(engine: Engine) -> Sessions:
    with _beginning:
        sessions = _known.get(engine)
        if sessions is None or sessions.process != os.getpid():
            sessions = _known[engine] = Sessions(cast(QueuePool, engine.pool).size())
            event.listen(engine, "engine_disposed", lambda _: sessions.close())
        return sessions


_known: WeakKeyDictionary[Engine, Sessions] = WeakKeyDictionary()
_beginning = Lock()
