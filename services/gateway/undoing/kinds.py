"""Which kinds of record can be set back, and which one is this?"""

from collections.abc import Sequence
from typing import Any

from services.activities.undoing import ACTIVITIES, TASKS
from services.customers.undoing import UNDOABLE as CUSTOMERS
from services.sales.undoing import PRODUCTS
from services.sales.undone_deals import DEALS
from shared.records import Recorded
from shared.undoing import Undoable

KINDS = {kind.begins: kind for kind in (CUSTOMERS, DEALS, PRODUCTS, ACTIVITIES, TASKS)}
NAMED_BY = frozenset({"customer_id", "deal_id", "product_id", "activity_id", "task_id"})
"""The first field of each command about such a record."""


def kind_of(records: Sequence[Recorded[Any]]) -> Undoable | None:
    """How the record with these events is set back; None where it is not, or where there is none."""
    return KINDS.get(type(records[0].event)) if records else None
