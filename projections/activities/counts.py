"""How often was each person in touch, and how?"""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

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
