"""How does a follower of the eventsourcing library remember how far it has come?"""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import IntegrityError, ProcessRecorder, StoredEvent, Tracking, TrackingRecorder
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from shared.log.call import CALL
from shared.log.session import run
from shared.recorders import LogApplicationRecorder, library_errors, parameters, positions
from shared.records import Header

_TRACK = """
    insert into log.tracking as t (application_name, notification_id) values (%s, %s)
    on conflict (application_name) do update set notification_id = excluded.notification_id
    where t.notification_id < excluded.notification_id returning 1"""
_LAST = "select notification_id from log.tracking where application_name = %s"


class LogTrackingRecorder(TrackingRecorder):
    """The highest position each upstream application was followed to; it only rises."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def insert_tracking(self, tracking: Tracking) -> None:
        """Move on to this position. Raises IntegrityError unless it is above the present one."""
        with library_errors():
            _check(run(self.engine, _TRACK, (tracking.application_name, tracking.notification_id)), tracking)

    def track(self, connection: Connection, tracking: Tracking) -> None:
        """As `insert_tracking`, within the transaction that writes what was followed."""
        try:
            _track(connection, tracking)
        except DBAPIError as error:
            with library_errors():
                raise error.orig or error from None

    def max_tracking_id(self, application_name: str) -> int | None:
        """The position reached, or None."""
        with library_errors():
            rows = run(self.engine, _LAST, (application_name,))
        return rows[0][0] if rows else None


class LogProcessRecorder(LogTrackingRecorder, LogApplicationRecorder, ProcessRecorder):
    """Appends events and moves on in the same transaction."""

    def __init__(self, engine: Engine) -> None:
        LogApplicationRecorder.__init__(self, engine)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Append all events, with their `tracking` where one is given, or nothing. Raises IntegrityError."""
        tracking = kwargs.pop("tracking", None)
        if tracking is None:
            return super().insert_events(stored_events, **kwargs)
        try:
            with self.engine.begin() as connection:
                return _append_tracked(connection, stored_events, tracking, kwargs.get("header"))
        except DBAPIError as error:
            with library_errors():
                raise error.orig or error from None


def _append_tracked(
    connection: Connection, events: Sequence[StoredEvent], tracking: Tracking, header: Header | None
) -> Sequence[int]:
    _track(connection, tracking)
    if not events:
        return ()
    rows = connection.exec_driver_sql(CALL, parameters(events, header)).all()
    return positions([tuple(row) for row in rows], len(events))


def _track(connection: Connection, tracking: Tracking) -> None:
    to = (tracking.application_name, tracking.notification_id)
    _check(connection.exec_driver_sql(_TRACK, to).all(), tracking)


def _check(rows: Sequence[Any], tracking: Tracking) -> None:
    if not rows:
        raise IntegrityError(f"{tracking.application_name} was followed beyond {tracking.notification_id}.")
