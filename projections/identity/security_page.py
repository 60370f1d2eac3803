"""What does somebody who administers users read of the security log?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from shared.paging import Key, Keyset, Page
from shared.rights.condition import Condition

PAGE = 50
_ORDER = Keyset((Key("l.position", "position", int),), descending=True)
# Of what says by itself whom it concerns not, such as the end of a session, its beginning does.
_FOUND = """
    select l.position, l.at, l.type, l.stream_id, whose.user_id, l.by, l.told from read.security_log l
    left join lateral (
        select coalesce(l.user_id, (
            select o.user_id from read.security_log o
            where o.stream_id = l.stream_id and o.user_id is not null limit 1)) as user_id) whose on true
    left join (select *, user_id as owner_id from read.colleagues) c on c.user_id = whose.user_id
    where (cast(:kind as text) is null or l.kind = :kind)
        and (cast(:user_id as uuid) is null or l.by = cast(:user_id as text) or l.stream_id in (
            select o.stream_id from read.security_log o where o.user_id = :user_id))
        and {see} and {after} order by {order} limit :most"""


class Happened(msgspec.Struct, frozen=True):
    """One event, and whom it concerns."""

    position: int
    at: datetime
    type: str
    stream_id: UUID
    user_id: UUID | None
    by: str
    told: dict[str, Any]


def security_page(
    connection: Connection,
    *,
    see: Condition,
    user_id: UUID | None = None,
    kind: str | None = None,
    cursor: str | None = None,
) -> Page[Happened]:
    """Newest first; of one kind, and what concerns one person or was done by them. Raises Invalid.

    `see` is about the alias c: the person concerned.
    """
    after, place = _ORDER.after(cursor)
    statement = text(_FOUND.format(see=see.sql, after=after, order=_ORDER.order()))
    parameters = {**see.parameters, **place, "kind": kind, "user_id": user_id, "most": PAGE + 1}
    rows = connection.execute(statement, parameters).all()
    return _ORDER.page(rows, PAGE, lambda row: Happened(**row._mapping))
