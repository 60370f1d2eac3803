"""How does the eventsourcing library write to the log and read from it?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import sqlalchemy
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    DatabaseError,
    IntegrityError,
    Notification,
    OperationalError,
    StoredEvent,
    Subscription,
)
from psycopg2.errors import UniqueViolation
from sqlalchemy import Engine

from shared.log.call import CALL, NULL, commit_columns, packed, plain, quoted
from shared.log.fence import Fence
from shared.log.session import run
from shared.records import Header
from shared.subscription import PollingSubscription

_NOTIFICATIONS = """
    select stream_id, version, type, payload, position from log.events
    where position >= %s and position <= least(%s::bigint, (select position from log.watermark))
      and (%s::text[] = '{}' or type = any(%s::text[]))
    order by position limit %s"""
_LAST = "select max(position) from log.events where position <= (select position from log.watermark)"


@contextmanager
def library_errors() -> Iterator[None]:
    """Raise what went wrong as the library's own exceptions."""
    try:
        yield
    except UniqueViolation as error:
        raise IntegrityError(str(error)) from error
    except (psycopg2.OperationalError, psycopg2.InterfaceError, sqlalchemy.exc.OperationalError) as error:
        raise OperationalError(str(error)) from error
    except psycopg2.Error as error:
        raise DatabaseError(str(error)) from error


def parameters(events: Sequence[StoredEvent], header: Header | None) -> tuple[Any, ...]:
    """The parameters of CALL; the library relies on the unique keys, so no version is checked before."""
    command_id = uuid4()
    given = header or Header(
        command_id=command_id, correlation_id=command_id, actor="", branch="", source="library"
    )
    streams = {
        stream: number for number, stream in enumerate(dict.fromkeys(e.originator_id for e in events), 1)
    }
    stream_ids, *heads = commit_columns([(UUID(str(stream)), given, 0) for stream in streams])
    return (
        False,
        stream_ids,
        plain(NULL for _ in streams),
        *heads,
        plain(1 for _ in streams),  # one command for all of them, so its events are counted through
        plain(streams[event.originator_id] for event in events),
        plain(event.originator_version for event in events),
        quoted(event.topic for event in events),
        plain(1 for _ in events),
        *packed([event.state for event in events]),
    )


def positions(rows: Sequence[tuple[Any, ...]], count: int) -> list[int]:
    """The position of each of `count` events, from the answer to CALL."""
    first = rows[0][0]
    return list(range(first, first + count))


class LogAggregateRecorder(AggregateRecorder):
    """Stored events of the log, by stream."""

    table = "log.events"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Append all events or none, with the envelope of `header` if given. Raises IntegrityError."""
        if stored_events:
            self.append(stored_events, **kwargs)
        return None

    def append(self, events: Sequence[StoredEvent], header: Header | None = None, **_: Any) -> Sequence[int]:
        """Append events, and return their positions. Raises IntegrityError."""
        with library_errors():
            return positions(run(self.engine, CALL, parameters(events, header)), len(events))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The stream's events with versions above `gt` and up to `lte`."""
        statement = (
            f"select version, type, payload from {self.table} where stream_id = %s::uuid"
            " and (%s is null or version > %s) and (%s is null or version <= %s)"
            f" order by version {'desc' if desc else 'asc'} limit %s"
        )
        with library_errors():
            rows = run(self.engine, statement, (str(originator_id), gt, gt, lte, lte, limit))
        return [StoredEvent(originator_id, version, topic, bytes(state)) for version, topic, state in rows]


class SnapshotRecorder(LogAggregateRecorder):
    """Snapshots, which are no facts and stand beside the log."""

    table = "log.snapshots"

    def append(self, events: Sequence[StoredEvent], header: Header | None = None, **_: Any) -> Sequence[int]:
        """Store snapshots. Raises IntegrityError."""
        statement = (
            "insert into log.snapshots (stream_id, version, type, payload)"
            " select * from unnest(%s::uuid[], %s::int[], %s::text[], %s::bytea[]) returning 0"
        )
        columns = (
            plain(event.originator_id for event in events),
            plain(event.originator_version for event in events),
            quoted(event.topic for event in events),
            quoted(f"\\x{event.state.hex()}" for event in events),
        )
        with library_errors():
            run(self.engine, statement, columns)
        return ()


class LogApplicationRecorder(LogAggregateRecorder, ApplicationRecorder):
    """Stored events of the log, by stream and in the order of their positions, never beyond the watermark."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._fence = Fence(engine)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Append all events or none, and return one position for each. Raises IntegrityError."""
        return self.append(stored_events, **kwargs) if stored_events else []

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events in order of their positions: complete, for every open append below has ended."""
        lowest = (start or 0) + (0 if inclusive_of_start else 1)
        wanted = quoted(topics)
        with library_errors():
            self._fence.advance()
            rows = run(self.engine, _NOTIFICATIONS, (lowest, stop, wanted, wanted, limit))
        return [
            Notification(stream, version, topic, bytes(state), id=position)
            for stream, version, topic, state, position in rows
        ]

    def max_notification_id(self) -> int | None:
        """The highest position that can be read, or None."""
        with library_errors():
            self._fence.advance()
            last: int | None = run(self.engine, _LAST)[0][0]
        return last

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Every event above position `gt`, and then those to come."""
        return PollingSubscription(self, gt, topics)
