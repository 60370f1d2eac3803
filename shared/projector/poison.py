"""How is a batch folded when some of its events cannot be, and what becomes of those?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from shared.events import Unreadable
from shared.projection import Projection
from shared.projector.failures import is_transient, lies_in_the_event, told
from shared.projector.parked import MOST, Stopped, Unfit
from shared.projector.table import Table
from shared.projector.writing import write
from shared.records import Recorded

Records = Sequence[Recorded[Any]]
UNREADABLE = "Unreadable: "
"""How the reason begins where the code of this release cannot load an event."""


def fit(projection: Projection, records: Records, blocked: set[UUID]) -> tuple[Records, list[Unfit]]:
    """The records that can be tried, and those to be parked, whose streams are `blocked` from now on."""
    if not blocked and not any(type(record.event) is Unreadable for record in records):
        return records, []
    free: list[Recorded[Any]] = []
    unfit: list[Unfit] = []
    for record in records:
        if not projection.concerns(record.event):
            continue
        if record.stream_id in blocked:
            unfit.append(Unfit(record, None))
        elif isinstance(record.event, Unreadable):
            blocked.add(record.stream_id)
            unfit.append(Unfit(record, UNREADABLE + record.event.reason))
        else:
            free.append(record)
    return free, unfit


def fold_what_can_be(
    connection: Connection, table: Table, records: Records, blocked: set[UUID]
) -> list[Unfit]:
    """Fold the records one half after the other, down to the single event that fails. Raises Stopped.

    Returns the events that have to be parked: those that fail, and later ones of their streams.
    """
    free, unfit = fit(table.projection, records, blocked)
    error = failure(connection, table, free)
    if error is None:
        return unfit
    if not lies_in_the_event(error):
        raise Stopped(table.build, told(error)) from error
    if len(free) == 1:
        blocked.add(free[0].stream_id)
        return [*unfit, Unfit(free[0], told(error))]
    for half in (free[: len(free) // 2], free[len(free) // 2 :]):
        unfit += fold_what_can_be(connection, table, half, blocked)
        if len(unfit) > MOST:
            break  # parking so many stops the build, so the rest need not be tried
    return unfit


def failure(connection: Connection, table: Table, records: Records) -> Exception | None:
    """Fold the records or nothing, and return why not. Raises what has nothing to do with them."""
    try:
        with connection.begin_nested():
            write(connection, table, records)
    except Exception as error:  # a fold may fail in any way
        if is_transient(error) or (isinstance(error, DBAPIError) and error.connection_invalidated):
            raise
        return error
    return None
