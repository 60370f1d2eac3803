"""How fast is the log read in order, as typed events, beside what eventsourcing ships?"""

import time
from datetime import date
from decimal import Decimal
from uuid import uuid4

from benchmarks.figure import Figure, against_peer, bounded
from benchmarks.log_append import server
from events.pipelines import DEFAULT_PIPELINE
from events.sales import DealMoved, DealOpened, DealWon
from shared.database import connect
from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.scan import Scan, records
from shared.records import Commit, Header

DEALS = 40_000
PEER_DEALS = 2_000
ROUNDS = 3
PEER = "eventsourcing: select_notifications and its mapper"


def run() -> list[Figure]:
    """The same facts about deals in both logs, on one durable server."""
    from benchmarks import library_reading  # needs psycopg 3, which only the benchmarks install

    with server("sales") as where:
        _fill(where.url)
        reader = library_reading.filled(where.url, PEER_DEALS)
        pairs = [(_rate(where.url), library_reading.rate(reader)) for _ in range(ROUNDS)]
    ours, theirs = (max(rates) for rates in zip(*pairs, strict=True))
    work = "typed read of the log in order"
    return [
        against_peer(work, ours, "events/s", peer=PEER, peer_value=theirs, at_least=5),
        bounded(work, ours, "events/s", 250_000, kind="at least"),
    ]


def life_of_a_deal() -> tuple[Event, ...]:
    """Facts of usual size, as the CRM writes them."""
    opened = DealOpened(
        title="Forty workstations for the new office",
        customer_id=uuid4(),
        product_id=uuid4(),
        owner_id=uuid4(),
        branch="",
        stage="prospecting",
        amount=Decimal("9000.00"),
        currency="CNY",
        probability=10,
        expected_close_on=date(2026, 5, 3),
        pipeline_id=DEFAULT_PIPELINE,
    )
    moves = [
        DealMoved(from_stage=start, to_stage=end)
        for start, end in (
            ("prospecting", "engaging"),
            ("engaging", "proposal"),
            ("proposal", "negotiation"),
        )
    ]
    won = DealWon(
        customer_id=opened.customer_id,
        from_stage="negotiation",
        amount=Decimal("8500.00"),
        currency="CNY",
        won_on=date(2026, 5, 3),
    )
    return opened, *moves, won


def _fill(url: str) -> None:
    engine = connect(url)
    log = Log(engine)
    for _ in range(DEALS // 1000):
        log.append_bulk([_commit() for _ in range(1000)])
    Fence(engine).advance(patience=5)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze log.events")
    engine.dispose()


def _commit() -> Commit:
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="anna", branch="north", source="web")
    return Commit(stream_id=uuid4(), expected_version=0, events=life_of_a_deal(), header=header, digest=1)


def _rate(url: str) -> float:
    started = time.perf_counter()
    read = sum(len(batch) for batch in records(url, Scan()))
    assert read == 5 * DEALS
    return read / (time.perf_counter() - started)
