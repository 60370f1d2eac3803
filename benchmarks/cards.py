"""What do the benchmarks of projections fold: cards that are opened and moved?"""

from decimal import Decimal
from uuid import UUID, uuid4

from shared.events import Event
from shared.log.log import Log
from shared.projection import Projection, Row
from shared.records import Commit, Header, Recorded


class CardOpened(Event):
    title: str
    amount: Decimal


class CardMoved(Event):
    stage: str


class CardRow(Row):
    card_id: UUID
    title: str
    amount: Decimal
    stage: str
    moves: int


cards = Projection("bench_cards", version=1, row=CardRow)


@cards.on(CardOpened)
def opened(_: CardRow | None, record: Recorded[CardOpened]) -> CardRow:
    return CardRow(record.stream_id, record.event.title, record.event.amount, "new", 0)


@cards.on(CardMoved)
def moved(row: CardRow, record: Recorded[CardMoved]) -> CardRow:
    row.stage = record.event.stage
    row.moves += 1
    return row


def fill(log: Log, count: int, moves: int) -> int:
    """Streams are interleaved as in life: every card is opened, then all move, and move again.

    Returns how many events there are.
    """
    ids = [uuid4() for _ in range(count)]
    for version in range(moves + 1):
        for start in range(0, count, 500):
            log.append([_commit(card, version) for card in ids[start : start + 500]])
    return count * (moves + 1)


def _commit(card: UUID, version: int) -> Commit:
    fact = CardMoved(stage=f"stage {version}") if version else CardOpened(title="A deal", amount=Decimal(100))
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="anna", branch="north", source="web")
    return Commit(stream_id=card, expected_version=version, events=(fact,), header=header, digest=1)
