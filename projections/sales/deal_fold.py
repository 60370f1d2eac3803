"""How does each event change a row that shows a deal as it is now?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import field
from msgspec.structs import asdict

from events.sales import (
    CustomFieldsChanged,
    DealAssigned,
    DealCommitted,
    DealDiscarded,
    DealEvent,
    DealGrouped,
    DealLinkedToCustomer,
    DealLost,
    DealMoved,
    DealOpened,
    DealRenamed,
    DealReopened,
    DealRescheduled,
    DealRestored,
    DealRevalued,
    DealTagged,
    DealTransferred,
    DealUncommitted,
    DealUngrouped,
    DealUntagged,
    DealWon,
    ProductChosen,
)
from projections.tagging.tagged_rows import Facts, follow_tags
from shared.custom_values import merged
from shared.projection import Projection, Row
from shared.records import Recorded

TAGGING = Facts(DealTagged, DealUntagged, DealGrouped, DealUngrouped)


class DealRow(Row):
    """A deal; `amount` is what it was won with once it is won, `closed_on` is None while it is open.

    `visited` are the open stages it has been in. No list or figure counts a `discarded` one.
    """

    deal_id: UUID
    title: str
    customer_id: UUID | None
    product_id: UUID | None
    owner_id: UUID | None
    branch: str
    stage: str
    amount: Decimal
    currency: str
    probability: int
    expected_close_on: date | None
    opened_at: datetime
    stage_since: datetime
    version: int
    pipeline_id: UUID
    closed_on: date | None = None
    lost_reason: str = ""
    discarded: bool = False
    committed: bool = False
    visited: list[str] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    groups: list[UUID] = field(default_factory=list)


def follows_deals(projection: Projection) -> None:
    """Let a projection of DealRow follow every event of a deal."""
    projection.on(DealOpened)(opened)
    projection.on(DealRenamed, DealLinkedToCustomer, DealRevalued, DealRescheduled)(told)
    projection.on(ProductChosen)(told)
    projection.on(DealAssigned)(assigned)
    projection.on(DealCommitted, DealUncommitted)(committed)
    projection.on(CustomFieldsChanged)(noted)
    projection.on(DealMoved, DealTransferred)(moved)
    projection.on(DealWon)(won)
    projection.on(DealLost)(lost)
    projection.on(DealReopened)(reopened)
    projection.on(DealDiscarded, DealRestored)(discarded)
    follow_tags(projection, TAGGING, changed)


def opened(_: DealRow | None, record: Recorded[DealOpened]) -> DealRow:
    at = record.occurred_at
    return DealRow(
        deal_id=record.stream_id,
        opened_at=at,
        stage_since=at,
        version=record.version,
        visited=[record.event.stage],
        **{**asdict(record.event), "branch": record.event.branch or record.envelope.branch},
    )


def told(row: DealRow, record: Recorded[DealEvent]) -> DealRow:
    # These events name their fields as the row does.
    for name, value in asdict(record.event).items():
        setattr(row, name, value)
    row.version = record.version
    return row


def assigned(row: DealRow, record: Recorded[DealAssigned]) -> DealRow:
    row.owner_id, row.version = record.event.owner_id, record.version
    row.branch = row.branch if record.event.branch is None else record.event.branch
    return row


def committed(row: DealRow, record: Recorded[DealCommitted | DealUncommitted]) -> DealRow:
    row.committed, row.version = isinstance(record.event, DealCommitted), record.version
    return row


def noted(row: DealRow, record: Recorded[CustomFieldsChanged]) -> DealRow:
    row.custom, row.version = merged(row.custom, record.event.custom), record.version
    return row


def moved(row: DealRow, record: Recorded[DealMoved | DealTransferred]) -> DealRow:
    if isinstance(record.event, DealTransferred):
        row.pipeline_id = record.event.pipeline_id
    return _entered(row, record.event.to_stage, None, record)


def won(row: DealRow, record: Recorded[DealWon]) -> DealRow:
    row.amount = record.event.amount
    return _entered(row, "won", record.event.won_on, record)


def lost(row: DealRow, record: Recorded[DealLost]) -> DealRow:
    row.lost_reason = record.event.reason
    return _entered(row, "lost", record.event.lost_on, record)


def reopened(row: DealRow, record: Recorded[DealReopened]) -> DealRow:
    row.lost_reason = ""
    return _entered(row, record.event.to_stage, None, record)


def changed(row: DealRow, record: Recorded[DealEvent]) -> DealRow:
    row.version = record.version
    return row


def discarded(row: DealRow, record: Recorded[DealDiscarded | DealRestored]) -> DealRow:
    row.discarded, row.version = isinstance(record.event, DealDiscarded), record.version
    return row


def _entered(row: DealRow, stage: str, closed_on: date | None, record: Recorded[DealEvent]) -> DealRow:
    row.stage, row.closed_on = stage, closed_on
    if closed_on is None and stage not in row.visited:
        row.visited = [*row.visited, stage]
    row.stage_since, row.version = record.occurred_at, record.version
    return row
