"""How often was each event folded, and in which order? A read model that counts, for tests only."""

from typing import Any
from uuid import UUID

import events.customers
import events.sales
from shared.events import event_classes
from shared.projection import Projection, Row
from shared.records import Recorded


class TallyRow(Row):
    """How many events of a stream were folded, the sum of their positions, and how many came too late."""

    stream_id: UUID
    events: int
    positions: int
    last: int
    disorder: int


tally = Projection("tally", version=1, row=TallyRow)
_MODULES = (events.customers.__name__, events.sales.__name__)


@tally.on(*(cls for cls in event_classes() if cls.__module__ in _MODULES))
def counted(row: TallyRow | None, record: Recorded[Any]) -> TallyRow:
    row = row or TallyRow(record.stream_id, 0, 0, 0, 0)
    row.events, row.positions = row.events + 1, row.positions + record.position
    row.disorder += record.position <= row.last
    row.last = max(row.last, record.position)
    return row
