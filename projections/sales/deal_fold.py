"""How does each event change a row that shows a deal as it is now?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from msgspec.structs import asdict

from events.sales import (
    DealAssigned,
    DealDiscarded,
    DealEvent,
    DealLinkedToCustomer,
    DealLost,
    DealMoved,
    DealOpened,
    DealRenamed,
    DealReopened,
    DealRescheduled,
    DealRestored,
    DealRevalued,
    DealWon,
)
from shared.projection import Projection, Row
from shared.records import Recorded


class DealRow(Row):
    """A deal; `amount` is what it was won with once it is won, `closed_on` is None while it is open.

    No list or figure counts a `discarded` one.
    """

    deal_id: UUID
    title: str
    customer_id: UUID | None
    product_id: UUID | None
    owner_id: UUID | None
    stage: str
    amount: Decimal
    currency: str
    probability: int
    expected_close_on: date | None
    opened_at: datetime
    stage_since: datetime
    version: int
    closed_on: date | None = None
    discarded: bool = False


def follows_deals(projection: Projection) -> None:
    """Let a projection of DealRow follow every event of a deal."""
    projection.on(DealOpened)(opened)
    projection.on(DealRenamed, DealLinkedToCustomer, DealAssigned, DealRevalued, DealRescheduled)(told)
    projection.on(DealMoved)(moved)
    projection.on(DealWon)(won)
    projection.on(DealLost)(lost)
    projection.on(DealReopened)(reopened)
    projection.on(DealDiscarded, DealRestored)(discarded)


def opened(_: DealRow | None, record: Recorded[DealOpened]) -> DealRow:
    at = record.occurred_at
    return DealRow(
        deal_id=record.stream_id,
        opened_at=at,
        stage_since=at,
        version=record.version,
        **asdict(record.event),
    )


def told(row: DealRow, record: Recorded[DealEvent]) -> DealRow:
    # These events name their fields as the row does.
    for field, value in asdict(record.event).items():
        setattr(row, field, value)
    row.version = record.version
    return row


def moved(row: DealRow, record: Recorded[DealMoved]) -> DealRow:
    return _entered(row, record.event.to_stage, None, record)


def won(row: DealRow, record: Recorded[DealWon]) -> DealRow:
    row.amount = record.event.amount
    return _entered(row, "won", record.event.won_on, record)


def lost(row: DealRow, record: Recorded[DealLost]) -> DealRow:
    return _entered(row, "lost", record.event.lost_on, record)


def reopened(row: DealRow, record: Recorded[DealReopened]) -> DealRow:
    return _entered(row, record.event.to_stage, None, record)


def discarded(row: DealRow, record: Recorded[DealDiscarded | DealRestored]) -> DealRow:
    row.discarded, row.version = isinstance(record.event, DealDiscarded), record.version
    return row


def _entered(row: DealRow, stage: str, closed_on: date | None, record: Recorded[DealEvent]) -> DealRow:
    row.stage, row.closed_on = stage, closed_on
    row.stage_since, row.version = record.occurred_at, record.version
    return row
