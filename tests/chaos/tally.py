"""How often was each event folded, and in which order? A read model that counts, for tests only."""

from typing import Any
from uuid import UUID

from services import product
from shared.events import event_classes, event_name
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


@tally.on(*(cls for cls in event_classes() if event_name(cls).partition(".")[0] in product.names()))
def counted(row: TallyRow | None, record: Recorded[Any]) -> TallyRow:
    row = row or TallyRow(record.stream_id, 0, 0, 0, 0)
    row.events, row.positions = row.events + 1, row.positions + record.position
    row.disorder += record.position <= row.last
    row.last = max(row.last, record.position)
    return row
