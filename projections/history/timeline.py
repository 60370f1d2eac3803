"""What happened to a record, and to everything that concerns it?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from projections.history.related_records import concerning
from shared.log.log import Log
from shared.paging import Page
from shared.records import Recorded


def timeline(
    connection: Connection, log: Log, stream_id: UUID, *, before: int | None = None, limit: int = 50
) -> Page[Recorded[Any]]:
    """Records by business time, newest first, also where they were imported in another order.

    `before` is the position of the last record already seen; the next cursor is the next `before`.
    """
    streams = [stream_id, *concerning(connection, stream_id)]
    found = log.latest(streams, before=before, limit=limit + 1)
    shown = found[:limit]
    return Page(shown, str(shown[-1].position) if len(found) > limit else None)
