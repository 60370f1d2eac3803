"""How often was each person in touch, how, and when exactly?"""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from shared.paging import Key, Keyset, Page
from shared.projection import Tally
from shared.rights.condition import Condition

PER_DAY = Tally(
    "per_day",
    by={
        "owner_id": "owner_id",
        "branch": "branch",
        "kind": "kind",
        "day": "(happened_at at time zone 'UTC')::date",
    },
    where="not removed",
)
"""Activities by person, kind and day (in UTC)."""


class PersonActivity(msgspec.Struct, frozen=True):
    """What one person did of one kind."""

    owner_id: UUID | None
    name: str
    kind: str
    times: int


_COUNTS = """
    select d.owner_id, coalesce(a.name, ''), d.kind, sum(d.rows)::int
    from read.activities__per_day d
    left join read.colleagues a on a.user_id = d.owner_id
    left join read.teams t on t.team_id = a.team_id and not t.dissolved
    where {which} and (cast(:first as date) is null or d.day >= :first)
        and (cast(:end as date) is null or d.day < :end)
    group by 1, 2, 3 having sum(d.rows) > 0 order by 2, 1, 3"""


def per_person(
    connection: Connection, *, which: Condition, first: date | None, end: date | None
) -> list[PersonActivity]:
    """Everyone with an activity from the first day to the one before `end`, by name."""
    given = {**which.parameters, "first": first, "end": end}
    rows = connection.execute(text(_COUNTS.format(which=which.sql)), given)
    return [PersonActivity(*row) for row in rows]


class Behind(msgspec.Struct, frozen=True):
    """One activity behind a figure; names are there for who may see those records."""

    activity_id: UUID
    kind: str
    subject: str
    happened_at: datetime
    owner_id: UUID | None
    owner_name: str
    customer_id: UUID | None
    deal_id: UUID | None


_NEWEST = Keyset(
    (Key("d.happened_at", "happened_at", datetime), Key("d.activity_id", "activity_id", UUID))
).reversed()
_BEHIND = """
    select d.activity_id, d.kind, d.subject, d.happened_at, d.owner_id, coalesce(a.name, '') as owner_name,
        d.customer_id, d.deal_id
    from read.activities d
    left join read.colleagues a on a.user_id = d.owner_id
    left join read.teams t on t.team_id = a.team_id and not t.dissolved
    where {which} and {after} and not d.removed
        and (cast(:kind as text) is null or d.kind = :kind)
        and (cast(:first as date) is null or d.happened_at >= cast(:first as timestamp) at time zone 'UTC')
        and (cast(:end as date) is null or d.happened_at < cast(:end as timestamp) at time zone 'UTC')
    order by {order} limit :rows"""


def behind(
    connection: Connection,
    *,
    which: Condition,
    kind: str | None,
    first: date | None,
    end: date | None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Behind]:
    """A page of the activities a figure counts, newest first. Raises Invalid (cursor)."""
    after, place = _NEWEST.after(cursor)
    statement = _BEHIND.format(which=which.sql, after=after, order=_NEWEST.order())
    given = {"kind": kind, "first": first, "end": end, "rows": limit + 1}
    rows = connection.execute(text(statement), which.parameters | place | given).all()
    return _NEWEST.page(rows, limit, lambda row: Behind(*row))
