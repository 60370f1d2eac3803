"""A real PostgreSQL whose connections end at the worst moments: before or after a statement or a commit."""

import random
from typing import Any
from weakref import WeakSet

import psycopg2
import psycopg2.extensions
from sqlalchemy import Engine, event

from shared.database import connect


class Store:
    """Opens engines on one database; `likely` is the chance of a lost connection at each step."""

    def __init__(self, url: str, chance: random.Random) -> None:
        self.url = url
        self.likely = 0.0
        self.away = False
        self.crashes = 0
        self._chance = chance
        self._open: WeakSet[Connection] = WeakSet()

    def engine(self, role: str | None = None) -> Engine:
        """An engine whose connections may be lost."""
        engine = connect(self.url, role=role, application_name="simulation")
        event.listen(engine, "do_connect", self._connecting)
        return engine

    def lose_all(self) -> None:
        """End every connection, as a server does that dies."""
        for connection in list(self._open):
            if not connection.closed:
                psycopg2.extensions.connection.rollback(connection)
                connection.close()

    def come_back(self) -> None:
        """Take connections again."""
        self.away = False

    def step(self, connection: psycopg2.extensions.connection) -> None:
        """A moment at which the connection may end; what was not committed is gone."""
        if self.likely and self._chance.random() < self.likely:
            self.crashes += 1
            psycopg2.extensions.connection.rollback(connection)
            connection.close()
            raise psycopg2.OperationalError("server closed the connection unexpectedly")

    def _connecting(self, _: Any, __: Any, ___: Any, parameters: dict[str, Any]) -> None:
        if self.away:
            raise psycopg2.OperationalError("could not connect to server: Connection refused")
        parameters["connection_factory"] = self._opened
        parameters["cursor_factory"] = Cursor

    def _opened(self, dsn: str, is_async: int = 0) -> "Connection":
        connection = Connection(dsn, is_async)  # type: ignore[call-arg]
        connection.store = self
        self._open.add(connection)
        return connection


class Connection(psycopg2.extensions.connection):
    """A connection that may end at each commit."""

    store: Store

    def rollback(self) -> None:
        """Nothing is left to roll back where the connection has ended."""
        if not self.closed:
            super().rollback()

    def commit(self) -> None:
        self.store.step(self)
        super().commit()
        self.store.step(self)


class Cursor(psycopg2.extensions.cursor):
    """A cursor whose connection may end at each statement."""

    connection: Connection

    def execute(self, query: Any, parameters: Any = None) -> None:
        self.connection.store.step(self.connection)
        super().execute(query, parameters)
        self.connection.store.step(self.connection)
