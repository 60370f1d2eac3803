"""Which activities does a record have, and what do we know of one?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.activities import ActivityCorrected, ActivityLogged, ActivityRemoved, ActivityRestored
from projections.activities.counts import PER_DAY
from shared.paging import Key, Keyset, Page
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.rights.condition import Condition


class ActivityRow(Row):
    """No list or figure counts a `removed` one."""

    activity_id: UUID
    kind: str
    subject: str
    body: str
    happened_at: datetime
    owner_id: UUID | None
    branch: str
    customer_id: UUID | None
    deal_id: UUID | None
    logged_at: datetime
    version: int
    removed: bool = False


activities = Projection(
    "activities",
    version=1,
    row=ActivityRow,
    indexes=(
        "customer_id, happened_at, activity_id",
        "deal_id, happened_at, activity_id",
        "owner_id, happened_at",
        "happened_at, activity_id",
    ),
    tallies=(PER_DAY,),
)


@activities.on(ActivityLogged)
def logged(_: ActivityRow | None, record: Recorded[ActivityLogged]) -> ActivityRow:
    return ActivityRow(
        activity_id=record.stream_id,
        logged_at=record.occurred_at,
        version=record.version,
        **msgspec.structs.asdict(record.event),
    )


@activities.on(ActivityCorrected)
def corrected(row: ActivityRow, record: Recorded[ActivityCorrected]) -> ActivityRow:
    said = record.event
    row.kind, row.subject, row.body, row.happened_at = said.kind, said.subject, said.body, said.happened_at
    row.version = record.version
    return row


@activities.on(ActivityRemoved, ActivityRestored)
def removed(row: ActivityRow, record: Recorded[ActivityRemoved | ActivityRestored]) -> ActivityRow:
    row.removed, row.version = isinstance(record.event, ActivityRemoved), record.version
    return row


_NEWEST = Keyset(
    (Key("a.happened_at", "happened_at", datetime), Key("a.activity_id", "activity_id", UUID))
).reversed()
_LINES = """
    select a.* from read.activities a
    where not a.removed and ({about}) and (:kind is null or a.kind = :kind)
      and (:owner_id is null or a.owner_id = :owner_id) and {see} and {after}
    order by {order} limit :rows"""
_ONE = "select a.* from read.activities a where a.activity_id = :activity_id and {see}"


def find(
    connection: Connection,
    *,
    see: Condition,
    customer_id: UUID | None = None,
    deal_id: UUID | None = None,
    kind: str | None = None,
    owner_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ActivityRow]:
    """A page of the activities of a customer, a deal, or either, newest first. Raises Invalid (cursor)."""
    after, place = _NEWEST.after(cursor)
    about = " or ".join(_concerning(customer_id, deal_id)) or "true"
    statement = _LINES.format(about=about, see=see.sql, after=after, order=_NEWEST.order())
    wanted: dict[str, Any] = {"kind": kind, "owner_id": owner_id, "rows": limit + 1}
    records = {"customer_id": customer_id, "deal_id": deal_id}
    rows = connection.execute(text(statement), wanted | records | place | see.parameters).all()
    return _NEWEST.page(rows, limit, lambda row: ActivityRow(**row._mapping))


def _concerning(customer_id: UUID | None, deal_id: UUID | None) -> list[str]:
    named = {"customer_id": customer_id, "deal_id": deal_id}
    return [f"a.{column} = :{column}" for column, value in named.items() if value is not None]


def activity(connection: Connection, activity_id: UUID, *, see: Condition) -> ActivityRow | None:
    """One activity; None if there is none, or none the reader may see."""
    parameters = {"activity_id": activity_id, **see.parameters}
    row = connection.execute(text(_ONE.format(see=see.sql)), parameters).one_or_none()
    return None if row is None else ActivityRow(**row._mapping)
