"""Somebody who looks at the database from outside by plain SQL, and one who appends and takes a long time."""

import random
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import psycopg2
import psycopg2.extras

from tests.history_checker.history import Call, Seen
from tests.simulation.clock import Clock

_RECORD = {"customers": ("customer_record", "customer_id"), "sales": ("deal_list", "deal_id")}
_LOOK = """
    select coalesce(min(c.position), 0), coalesce((select version from read.{table} where {key} = %s), 0)
    from read.checkpoints c join read.builds b using (name, version, generation)
    where b.state = 'serving' and c.name = '{table}' and c.partition in (-1, log.partition_of(%s))"""
_TAIL = """
    select position, stream_id, version, type from log.events
    where position > %s and position <= (select position from log.watermark) order by position"""
_APPEND = """
    select log.append_one(%s, 0, now(), 'late', '', 'api', %s, 7, %s, null, 'customers.CustomerRegistered',
        1::smallint, '{"kind":"person","name":"Late","owner_id":null,"branch":""}'::bytea)"""


class Look(NamedTuple):
    """The position its read model has reached, and a record's version (0: not there)."""

    position: int
    version: int


class Observer:
    """Reads what is committed, and the log as it grows."""

    READER = "tail of the log"

    def __init__(self, url: str) -> None:
        self._cursor = opened(url).cursor()
        self._position = 0

    def look(self, service: str, stream_id: UUID) -> Look:
        """A record as queries show it now."""
        table, key = _RECORD[service]
        self._cursor.execute(_LOOK.format(table=table, key=key), (stream_id, stream_id))
        return Look(*self._cursor.fetchone())

    def tail(self) -> list[Seen]:
        """The events that have come since the last time."""
        self._cursor.execute(_TAIL, (self._position,))
        rows = self._cursor.fetchall()
        self._position = rows[-1][0] if rows else self._position
        return [
            Seen(reader=self.READER, position=position, stream_id=stream_id, version=version, type=type_)
            for position, stream_id, version, type_ in rows
        ]

    def close(self) -> None:
        """Give back the connection."""
        self._cursor.connection.close()


class LateCommitter:
    """Draws a position, and commits a while later, or never."""

    def __init__(self, url: str, clock: Clock, chance: random.Random) -> None:
        self._url = url
        self._clock = clock
        self._chance = chance
        self.done: list[Call] = []
        self.open = 0

    def append(self) -> None:
        """Begin an append."""
        connection = opened(self._url)
        connection.autocommit = False
        self.open += 1
        stream_id, command_id = (UUID(int=self._chance.getrandbits(128), version=4) for _ in range(2))
        with connection.cursor() as cursor:
            cursor.execute(_APPEND, (stream_id, command_id, command_id))
            (position,) = cursor.fetchone()
        call = Call(
            session=-1,
            command_id=command_id,
            command="late",
            stream_id=stream_id,
            started=self._clock.now,
            deadline=10.0,
            outcome="ok",
            position=position,
            version=1,
            events=("customers.CustomerRegistered",),
        )
        self._clock.after(self._chance.uniform(0.01, 1.5), lambda: self._end(connection, call))

    def _end(self, connection: Any, call: Call) -> None:
        if self._chance.random() < 0.8:
            connection.commit()
            self.done.append(msgspec.structs.replace(call, ended=self._clock.now))
        else:
            connection.rollback()  # at once: the server notices later that a connection has gone
        self.open -= 1
        connection.close()


def opened(url: str) -> Any:
    """A connection of its own, that nothing disturbs."""
    connection = psycopg2.connect(url.replace("+psycopg2", ""), application_name="outside")
    connection.autocommit = True
    psycopg2.extras.register_uuid(conn_or_curs=connection)  # type: ignore[no-untyped-call]
    return connection
