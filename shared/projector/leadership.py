"""Which of several equal processes works, and which stand by?"""

from types import TracebackType

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError


class Leadership:
    """A session lock in the database: one process leads, and another takes over when that one ends."""

    def __init__(self, engine: Engine, key: int) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._key = key
        self._connection: Connection | None = None

    def held(self) -> bool:
        """Is this process the one that works? Becomes it where nobody else is. Raises DBAPIError."""
        if self._connection is None:
            self._connection = self._engine.connect()
        try:
            # A session may take its own lock again, so this also shows that the session still lives.
            taken = self._connection.exec_driver_sql("select pg_try_advisory_lock(%s)", (self._key,))
            return bool(taken.scalar_one())
        except DBAPIError:
            self.close()
            raise

    def close(self) -> None:
        """Let another process take over."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # ends the session, and with it the lock
            connection.close()

    def __enter__(self) -> "Leadership":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()
