"""How much did each branch win?

A projection of one's own: copy this file anywhere and run
hindsight replay --projection won_by_branch.py
"""

from decimal import Decimal

from events.sales import DealWon
from shared.projection import Projection, Row
from shared.records import Recorded


class BranchRow(Row):
    branch: str
    currency: str
    deals: int = 0
    amount: Decimal = Decimal(0)


won_by_branch = Projection("won_by_branch", version=1, row=BranchRow, key_fields=2)


@won_by_branch.on(DealWon, key=lambda record: (record.envelope.branch, record.event.currency))
def won(row: BranchRow | None, record: Recorded[DealWon]) -> BranchRow:
    row = row or BranchRow(record.envelope.branch, record.event.currency)
    row.deals += 1
    row.amount += record.event.amount
    return row
