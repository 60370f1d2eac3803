"""Read models follow the log: rows, keys, duplicates, gaps, several owners."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projector.delivery import Delivery, in_order
from shared.projector.engine import Projector
from shared.wire import TICK, from_message
from tests.projector.parcels import (
    SENT_AT,
    ParcelLost,
    ParcelMoved,
    ParcelRow,
    arrivals,
    follow,
    parcel,
    parcels,
    positions,
    rows,
    send,
    then,
)
from tests.projector.publishing import told


def test_a_row_keeps_every_kind_of_value(database: Engine, log: Log, projector: Projector) -> None:
    send(log, [1, 2], "Leeds", "York")
    follow(database, projector)
    table = next(table for table in projector.tables.values() if table.projection is parcels)
    with database.connect() as connection:
        row = table.load(connection, [parcel(1)])[parcel(1)]
    assert isinstance(row, ParcelRow)
    assert (row.to, row.value, row.sent_on) == ("Person 1", Decimal("11.50"), SENT_AT.date())
    assert (row.city, row.moved_at) == ("York", SENT_AT)
    assert [(stop.city, stop.at) for stop in row.stops] == [("Leeds", SENT_AT), ("York", SENT_AT)]
    assert row.tokens == sorted(["parcel", "person 1", "it's", 'a "quoted" word', "上海"])
    assert (row.insured, row.moves, row.labels) == (True, 2, ["new"])


def test_search_tokens_are_found(database: Engine, log: Log, projector: Projector) -> None:
    send(log, [1, 2])
    follow(database, projector)
    with database.connect() as connection:
        found = connection.exec_driver_sql(
            "select parcel_id from read.parcels where tokens @@ array_to_tsvector(%s)::text::tsquery",
            (["person 2"],),
        )
        assert found.scalars().all() == [parcel(2)]


def test_a_later_batch_folds_on_what_an_earlier_one_wrote(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, [1, 2], "Leeds")
    follow(database, projector)
    then(log, 2, ParcelMoved(city="York"))
    then(log, 2, ParcelMoved(city="Leeds"))
    follow(database, projector)
    assert [row[10] for row in sorted(rows(database, "parcels"), key=lambda row: row[1])] == [1, 3]
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 3), ("York", SENT_AT.date(), 1)]


def test_a_row_that_folds_to_nothing_is_gone(database: Engine, log: Log, projector: Projector) -> None:
    send(log, [1, 2, 3], "Leeds")
    then(log, 3, ParcelLost())
    follow(database, projector)
    then(log, 1, ParcelLost())
    follow(database, projector)
    assert [row[0] for row in rows(database, "parcels")] == [parcel(2)]


def delivered(database: Engine, after: int = 0) -> Delivery:
    runs = [from_message(body, headers) for key, body, headers in told(database, after) if key != TICK]
    return Delivery(in_order(runs), None, ())


def test_events_delivered_twice_count_once(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(5), "Leeds")
    follow(database, projector)
    send(log, range(5, 10), "Leeds")
    follow(database)
    for _ in range(3):
        assert projector.take(delivered(database))
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 10)]


def test_a_batch_beyond_the_checkpoint_is_left_for_catching_up(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(10), "Leeds")
    assert not projector.take(delivered(database, after=10))
    assert rows(database, "arrivals") == []
    projector.catch_up()
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 10)]


def test_two_owners_at_once_do_no_harm(database: Engine, log: Log) -> None:
    send(log, range(400), "Leeds", "York", "Leeds")
    follow(database)
    owners = [Projector(database, [parcels, arrivals], batch_size=23) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda owner: owner.prepare(), owners))
        list(pool.map(lambda owner: owner.catch_up(), owners))
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 800), ("York", SENT_AT.date(), 400)]


def test_an_idle_read_model_still_reaches_the_end_of_the_log(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(3))
    end = follow(database, projector)
    assert positions(database) == {"parcels": end, "arrivals": end}
