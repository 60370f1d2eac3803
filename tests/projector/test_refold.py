"""A read model is folded again while the product runs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.projector.refold import AlreadyRefolding, RefoldFailed, refold
from shared.projector.tail import Tail
from shared.projector.wait import wait_for
from shared.records import Recorded
from tests.projector.parcels import (
    SENT_AT,
    CityRow,
    ParcelMoved,
    ParcelRow,
    arrivals,
    arrived,
    follow,
    parcels,
    positions,
    rows,
    send,
    then,
)


def test_rows_changed_by_hand_are_put_right(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(10), "Leeds")
    end = follow(database, projector)
    with database.begin() as connection:
        connection.exec_driver_sql("delete from read.arrivals")
        connection.exec_driver_sql("update read.builds set error = 'a bug' where name = 'arrivals'")
    refold(database, [arrivals])
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 10)]
    assert positions(database)["arrivals"] == end


def test_a_refolded_model_goes_on_following(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(10), "Leeds")
    follow(database, projector)
    refold(database, [parcels, arrivals])
    then(log, 1, ParcelMoved(city="Leeds"))
    follow(database, projector)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 11)]
    with database.connect() as connection:
        indexes = connection.exec_driver_sql(
            "select count(*) from pg_indexes where schemaname = 'read' and tablename = 'parcels_v1'"
        )
        assert indexes.scalar_one() == 3


def test_nothing_is_lost_or_doubled_when_refolded_under_load(database: Engine, log: Log) -> None:
    tail = Tail(database, Projector(database, [parcels, arrivals]))
    tail.start()
    try:
        with ThreadPoolExecutor() as pool:
            refolding = pool.submit(refold_again_and_again, database)
            sent = 0
            while not refolding.done() or sent < 200:
                last = send(log, [sent], "Leeds")[0]
                tail.wake()
                sent += 1
            refolding.result()
        wait_for(database, ["parcels", "arrivals"], last.position, 20)
    finally:
        tail.stop()
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), sent)]
    assert len(rows(database, "parcels")) == sent


def refold_again_and_again(database: Engine) -> None:
    for _ in range(5):
        refold(database, [parcels, arrivals])


def test_a_second_refold_of_the_same_model_is_refused(database: Engine, log: Log) -> None:
    send(log, [1], "Leeds")
    reached, release = Signal(), Signal()
    slow = Projection("slow", version=1, row=CityRow, key_fields=2)

    @slow.on(ParcelMoved, key=lambda record: (record.event.city, record.occurred_at.date()))
    def _(row: CityRow | None, record: Recorded[ParcelMoved]) -> CityRow:
        reached.set()
        release.wait(20)
        return arrived(row, record)

    with ThreadPoolExecutor() as pool:
        first = pool.submit(refold, database, [slow])
        assert reached.wait(20)
        with pytest.raises(AlreadyRefolding):
            refold(database, [slow])
        release.set()
        first.result()
    assert rows(database, "slow") == [("Leeds", SENT_AT.date(), 1)]


def test_a_fold_that_fails_leaves_its_model_as_it_was(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, [1, 2], "Leeds")
    follow(database, projector)
    broken = Projection("parcels", version=1, row=ParcelRow)
    broken.on(ParcelMoved)(lambda row, record: row.nowhere)
    with pytest.raises(RefoldFailed, match=r"parcels: AttributeError.*position 2, parcels\.ParcelMoved"):
        refold(database, [broken, arrivals])
    assert len(rows(database, "parcels")) == 2


def test_a_refold_tells_how_far_it_is(database: Engine, log: Log) -> None:
    send(log, range(5), "Leeds")
    told: list[tuple[int, int]] = []
    refold(database, [parcels], lambda done, total: told.append((done, total)))
    assert told == [(10, 10)]
