"""A read model is folded again while the product runs, and replaces the old one when it is right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector import operations
from shared.projector.engine import Projector
from shared.projector.tail import Tail
from shared.projector.wait import wait_for
from shared.rebuild.builds import cancel
from shared.rebuild.plan import Means
from shared.rebuild.rebuild import RebuildFailed
from shared.rebuild.refusals import AlreadyRebuilding
from shared.records import Recorded
from tests.projector.parcels import (
    SENT_AT,
    CityRow,
    ParcelLost,
    ParcelMoved,
    ParcelRow,
    arrivals,
    arrived,
    follow,
    parcel,
    parcels,
    rows,
    send,
    sent,
    then,
)
from tests.rebuild.building import ONE_BY_ONE, builds, built, wrong_rows


def test_a_rebuilt_model_has_the_rows_that_following_made(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(40), "Leeds", "York")
    then(log, 7, ParcelLost())
    follow(database, projector)
    before = {name: rows(database, name) for name in ("parcels", "arrivals")}
    done = built(database, parcels, arrivals)
    assert {name: rows(database, name) for name in before} == before
    assert [(one.generation, one.verified_against) for one in done] == [(1, "the rows that served")] * 2
    assert builds(database, "parcels") == [(1, 0, "previous"), (1, 1, "serving")]


def test_rows_changed_by_hand_are_found_and_put_right(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(10), "Leeds")
    follow(database, projector)
    assert wrong_rows(database, parcels) == []
    with database.begin() as connection:
        connection.exec_driver_sql("delete from read.parcels where parcel_id = %s", (parcel(1),))
        connection.exec_driver_sql("update read.parcels set moves = 7 where parcel_id = %s", (parcel(2),))
    assert sorted(wrong_rows(database, parcels)) == sorted(
        [(str(parcel(1)), "missing"), (str(parcel(2)), "changed")]
    )
    (done,) = built(database, parcels)
    assert done.verified_against == "a second fold"
    assert wrong_rows(database, parcels) == []


def test_a_rebuilt_model_goes_on_following(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(10), "Leeds")
    follow(database, projector)
    built(database, parcels, arrivals)
    then(log, 1, ParcelMoved(city="Leeds"))
    follow(database, projector)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 11)]
    assert wrong_rows(database, parcels) == []
    with database.connect() as connection:
        indexes = connection.exec_driver_sql(
            "select count(*) from pg_indexes where schemaname = 'read' and tablename = 'parcels_v1_1'"
        )
        assert indexes.scalar_one() == 3


def test_a_paused_model_is_rebuilt_and_stays_paused(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(5), "Leeds")
    follow(database, projector)
    operations.pause(database, "parcels")
    send(log, range(5, 8), "York")
    built(database, parcels)
    send(log, range(8, 10), "York")
    follow(database, projector)
    assert len(rows(database, "parcels")) == 8
    operations.resume(database, "parcels")
    follow(database, projector)
    assert len(rows(database, "parcels")) == 10


def test_only_the_last_replaced_rows_are_kept(database: Engine, log: Log, projector: Projector) -> None:
    send(log, [1], "Leeds")
    follow(database, projector)
    for _ in range(3):
        built(database, arrivals)
    assert builds(database, "arrivals") == [(1, 2, "previous"), (1, 3, "serving")]


def test_nothing_is_lost_or_doubled_when_rebuilt_under_load(database: Engine, log: Log) -> None:
    tail = Tail(database, Projector(database, [parcels, arrivals]))
    tail.start()
    try:
        with ThreadPoolExecutor() as pool:
            rebuilding = pool.submit(lambda: [built(database, parcels, arrivals) for _ in range(3)])
            number = 0
            while not rebuilding.done() or number < 200:
                last = send(log, [number], "Leeds")[0]
                tail.wake()
                number += 1
            rebuilding.result()
        wait_for(database, ["parcels", "arrivals"], last.position, 20)
    finally:
        tail.stop()
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), number)]
    assert len(rows(database, "parcels")) == number
    assert wrong_rows(database, parcels) == []


def test_two_processes_make_the_same_rows(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(60), "Leeds", "York")
    follow(database, projector)
    before = rows(database, "parcels")
    (done,) = built(database, parcels, means=Means(workers=2))
    assert (rows(database, "parcels"), done.events) == (before, 180)


def test_where_memory_is_short_partitions_are_folded_by_turns(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(60), "Leeds", "York")
    follow(database, projector)
    before = rows(database, "parcels")
    (done,) = built(database, parcels, means=ONE_BY_ONE)
    assert rows(database, "parcels") == before
    assert done.verified_against == "the rows that served"


def test_a_second_rebuild_of_the_same_model_is_refused(database: Engine, log: Log) -> None:
    send(log, [1], "Leeds")
    reached, release = Signal(), Signal()
    slow = Projection("slow", version=1, row=CityRow, key_fields=2)

    @slow.on(ParcelMoved, key=lambda record: (record.event.city, record.occurred_at.date()))
    def _(row: CityRow | None, record: Recorded[ParcelMoved]) -> CityRow:
        reached.set()
        release.wait(20)
        return arrived(row, record)

    with ThreadPoolExecutor() as pool:
        first = pool.submit(built, database, slow)
        assert reached.wait(20)
        with pytest.raises(AlreadyRebuilding, match="Read model slow is being rebuilt"):
            built(database, slow)
        with pytest.raises(AlreadyRebuilding):
            cancel(database, "slow")
        release.set()
        first.result()
    assert rows(database, "slow") == [("Leeds", SENT_AT.date(), 1)]


def test_a_fold_that_raises_leaves_the_old_rows_serving_and_says_which_event(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, [1, 2], "Leeds")
    follow(database, projector)
    broken = Projection("parcels", version=1, row=ParcelRow)
    broken.on(ParcelMoved)(lambda row, record: row.nowhere)
    with pytest.raises(
        RebuildFailed, match=r"parcels stays.*position 2 \(parcels\.ParcelMoved.*AttributeError"
    ):
        built(database, broken)
    assert len(rows(database, "parcels")) == 2
    assert builds(database, "parcels") == [(1, 0, "serving")]


def test_a_fold_that_depends_on_chance_is_found_out(database: Engine, log: Log) -> None:
    send(log, [1, 2], "Leeds")
    calls: list[None] = []
    moody = Projection("moody", version=1, row=ParcelRow)

    @moody.on(ParcelMoved)
    def _(row: ParcelRow | None, record: Recorded[ParcelMoved]) -> ParcelRow:
        calls.append(None)
        row = sent(None, log.stream(record.stream_id)[0])
        row.moves = len(calls)
        return row

    with pytest.raises(RebuildFailed, match=r"a second fold of the same events gave other rows.*\(changed\)"):
        built(database, moody)
