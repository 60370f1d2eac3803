"""How many events a second become rows of a read model, beside the runner that eventsourcing ships?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from sqlalchemy import Engine

from benchmarks.figure import Figure, against_peer
from shared.database import connect
from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.schema import migrate
from shared.projection import Projection, Row
from shared.projector.engine import Projector
from shared.records import Commit, Header, Recorded
from shared.servers.postgres_cluster import PrivateCluster

PEER = "eventsourcing ProjectionRunner"
CARDS, MOVES = 10_000, 3
PEER_CARDS = 500
AT_LEAST = 25


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


def run() -> list[Figure]:
    """Both fold the same kind of events into the same rows, on one durable server."""
    from benchmarks import library_projection  # needs psycopg 3, which only the benchmarks install

    with _server() as (engine, url):
        peer = library_projection.rate(url, PEER_CARDS, MOVES)
        _fill(Log(engine))
        Fence(engine).advance()
        live = _live(engine)
    return [
        against_peer("live projection", live, "events/s", peer=PEER, peer_value=peer, at_least=AT_LEAST),
    ]


@contextmanager
def _server() -> Iterator[tuple[Engine, str]]:
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = PrivateCluster(Path(folder) / "postgres")
        cluster.start()
        engine = connect(cluster.url)
        migrate(engine, ["live_projection"])
        yield engine, cluster.url
        engine.dispose()
        cluster.stop()


def _fill(log: Log) -> None:
    """Streams are interleaved as in life: every card is opened, then all move, and move again."""
    ids = [uuid4() for _ in range(CARDS)]
    for version in range(MOVES + 1):
        for start in range(0, CARDS, 500):
            log.append([_commit(card, version) for card in ids[start : start + 500]])


def _commit(card: UUID, version: int) -> Commit:
    fact = CardMoved(stage=f"stage {version}") if version else CardOpened(title="A deal", amount=Decimal(100))
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="anna", branch="north", source="web")
    return Commit(stream_id=card, expected_version=version, events=(fact,), header=header, digest=1)


def _live(engine: Engine) -> float:
    projector = Projector(engine, [cards])
    projector.prepare()
    started = time.perf_counter()
    projector.catch_up()
    return CARDS * (MOVES + 1) / (time.perf_counter() - started)
