"""What happened to a record, and to everything that concerns it, as far as the reader may see?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from projections.history.record_index import OPEN_TO_ALL, names_of
from projections.history.related_records import concerning
from shared.log.log import Log
from shared.paging import Page
from shared.records import Recorded
from shared.rights.principal import SEE, Principal


class Wanted(NamedTuple):
    """Which of it: without some types, only of some contexts, by one actor, since an instant."""

    without: Collection[str] = ()
    contexts: Collection[str] = ()
    actor: str | None = None
    since: datetime | None = None


EVERYTHING = Wanted()


def timeline(
    connection: Connection,
    log: Log,
    stream_id: UUID,
    *,
    who: Principal,
    wanted: Wanted = EVERYTHING,
    before: int | None = None,
    limit: int = 50,
) -> Page[Recorded[Any]]:
    """Records by business time, newest first, also where they were imported in another order.

    `before` is the position of the last record already seen; the next cursor is the next `before`. Of a
    record the reader may not see there is nothing.
    """
    streams = visible(connection, [stream_id, *concerning(connection, stream_id)], who)
    if stream_id not in streams:
        return Page([], None)
    found = log.latest(streams, before=before, limit=limit + 1, **wanted._asdict())
    shown = found[:limit]
    return Page(shown, str(shown[-1].position) if len(found) > limit else None)


def visible(connection: Connection, streams: Collection[UUID], who: Principal) -> list[UUID]:
    """Those of the records whose history the reader may see. Sessions and secrets are no records."""
    known = names_of(connection, streams, who)
    return [each for each in streams if each in known and _open(known[each].object, who)]


def _open(thing: str, who: Principal) -> bool:
    # Everybody reads the names of colleagues and products; what happened to them, only who may see them.
    return thing not in OPEN_TO_ALL or who.may(thing, SEE)
