"""How many days did each closed deal take?

Each row hears of one deal only, so that a cluster can fold this projection too.
"""

from datetime import datetime
from uuid import UUID

from events.sales import DealLost, DealOpened, DealReopened, DealWon
from shared.projection import Projection, Row
from shared.records import Recorded


class DaysRow(Row):
    deal_id: UUID
    opened_at: datetime
    days: int | None = None


days_to_close = Projection("days_to_close", version=1, row=DaysRow)


@days_to_close.on(DealOpened)
def opened(_: DaysRow | None, record: Recorded[DealOpened]) -> DaysRow:
    return DaysRow(record.stream_id, record.occurred_at)


@days_to_close.on(DealWon, DealLost)
def closed(row: DaysRow, record: Recorded[DealWon | DealLost]) -> DaysRow:
    row.days = (record.occurred_at - row.opened_at).days
    return row


@days_to_close.on(DealReopened)
def reopened(row: DaysRow, _: Recorded[DealReopened]) -> DaysRow:
    row.days = None
    return row
