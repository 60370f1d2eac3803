"""An event that cannot be folded is parked with its stream, for one projection, and holds up nobody else."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from shared import events
from shared.log.log import Log
from shared.projection import Projection
from shared.projector import operations
from shared.projector.engine import Projector
from shared.projector.operations import NotParked
from shared.projector.retrying import Retried
from shared.records import Recorded
from tests.policy.desk import ComplaintOpened
from tests.projector.parcels import (
    SENT_AT,
    CityRow,
    ParcelLost,
    ParcelMoved,
    ParcelRow,
    ParcelSent,
    arrivals,
    arrived,
    error,
    follow,
    lost,
    moved,
    parcel,
    parcels,
    positions,
    rows,
    send,
    sent,
    then,
)

cured = False
picky = Projection("picky", version=1, row=ParcelRow)
picky.on(ParcelSent)(sent)
picky.on(ParcelLost)(lost)


@picky.on(ParcelMoved)
def not_york(row: ParcelRow, record: Recorded[ParcelMoved]) -> ParcelRow:
    if record.event.city == "York" and not cured:
        raise KeyError("York")
    return moved(row, record)


Cure = Callable[[], None]


@pytest.fixture
def cure() -> Iterator[Cure]:
    """Replaces the fold by one that takes every city."""

    def act() -> None:
        global cured
        cured = True

    global cured
    yield act
    cured = False


@pytest.fixture
def both(database: Engine) -> Projector:
    projector = Projector(database, [picky, arrivals])
    projector.prepare()
    return projector


def waiting(database: Engine) -> list[tuple[str, int, bool]]:
    return [(each.name, each.position, each.poison) for each in operations.parked(database)]


def moves(database: Engine) -> dict[object, int]:
    return {row[0]: row[10] for row in rows(database, "picky")}


def test_poison_is_parked_and_everything_else_is_folded(database: Engine, log: Log, both: Projector) -> None:
    send(log, range(50), "Leeds")
    send(log, [50], "York", "Leeds")
    send(log, range(51, 60), "Leeds")
    end = follow(database, both)
    assert positions(database) == {"picky": end, "arrivals": end}
    assert waiting(database) == [("picky", 102, True), ("picky", 103, False)]
    poison, behind = operations.parked(database, "picky")
    assert (poison.reason, poison.type) == ("KeyError: 'York'", "parcels.ParcelMoved")
    assert (poison.stream_id, behind.reason) == (parcel(50), "It waits behind a parked event of its stream.")
    assert moves(database) == {parcel(number): int(number != 50) for number in range(60)}
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 60), ("York", SENT_AT.date(), 1)]
    assert error(database, "picky") is None


def test_later_events_of_a_parked_stream_wait_behind_it_also_for_another_process(
    database: Engine, log: Log, both: Projector
) -> None:
    send(log, [1, 2], "York")
    follow(database, both)
    then(log, 1, ParcelMoved(city="Hull"))
    follow(database, both)
    then(log, 1, ParcelMoved(city="Leeds"))
    another = Projector(database, [picky, arrivals])
    another.prepare()
    follow(database, another)
    assert [each for each in waiting(database) if not each[2]] == [("picky", 5, False), ("picky", 6, False)]


def test_parked_events_are_folded_in_order_when_the_fold_is_right(
    database: Engine, log: Log, both: Projector, cure: Cure
) -> None:
    send(log, [1, 2], "York", "Leeds")
    follow(database, both)
    assert operations.retry(database, [picky, arrivals]) == Retried(0, 4)
    assert operations.parked(database)[0].attempts == 2
    cure()
    assert operations.retry(database, [picky, arrivals], "picky", 2) == Retried(2, 0)
    then(log, 1, ParcelMoved(city="Hull"))
    follow(database, both)
    assert operations.retry(database, [picky, arrivals]) == Retried(2, 0)
    assert waiting(database) == []
    assert moves(database) == {parcel(1): 3, parcel(2): 2}


def test_an_event_can_be_skipped_and_those_behind_it_are_folded(
    database: Engine, log: Log, both: Projector
) -> None:
    send(log, [1], "York", "Leeds", "York", "Hull")
    follow(database, both)
    with pytest.raises(NotParked, match="position 3 is not parked for picky"):
        operations.skip(database, [picky], "picky", 3)
    assert operations.skip(database, [picky], "picky", 2) == Retried(1, 2)
    assert operations.skip(database, [picky], "picky", 4) == Retried(1, 0)
    then(log, 1, ParcelMoved(city="Ely"))
    follow(database, both)
    assert moves(database) == {parcel(1): 3}
    assert [each.skipped_at is not None for each in operations.parked(database)] == [True, True]


def test_a_build_of_which_too_much_is_parked_stops_and_says_so(
    database: Engine, log: Log, both: Projector, cure: Cure
) -> None:
    send(log, range(200), "York")
    end = follow(database, both)
    assert positions(database) == {"picky": 0, "arrivals": end}
    assert "of the last 10000 events cannot be taken, such as position" in (error(database, "picky") or "")
    assert waiting(database) == []
    cure()
    operations.resume(database, "picky")
    later = Projector(database, [picky, arrivals])
    later.prepare()
    follow(database, later)
    assert error(database, "picky") is None
    assert set(moves(database).values()) == {1}


def test_a_build_that_stops_does_not_spoil_what_another_parks(database: Engine, log: Log) -> None:
    quarrelsome = Projection("quarrelsome", version=1, row=ParcelRow)
    quarrelsome.on(ParcelSent)(sent)

    @quarrelsome.on(ParcelMoved)
    def nowhere(row: ParcelRow, record: Recorded[ParcelMoved]) -> ParcelRow:
        raise KeyError(record.event.city)

    projector = Projector(database, [picky, quarrelsome])
    projector.prepare()
    send(log, [0])
    follow(database, projector)
    send(log, [1], "York", "Leeds")
    send(log, range(2, 150), "Leeds")
    follow(database, projector)
    assert error(database, "quarrelsome") is not None
    assert waiting(database) == [("picky", 3, True), ("picky", 4, False)]


def test_a_build_that_stopped_is_tried_again(database: Engine, log: Log, cure: Cure) -> None:
    projector = Projector(database, [picky], retry_seconds=0)
    projector.prepare()
    send(log, range(200), "York")
    projector.step(follow(database))
    assert error(database, "picky") is not None
    cure()
    follow(database, projector)
    assert len(moves(database)) == 200
    assert error(database, "picky") is None


def test_a_table_that_cannot_be_written_stops_its_projection_and_parks_nothing(
    database: Engine, log: Log, both: Projector
) -> None:
    send(log, [1], "Leeds")
    with database.begin() as connection:
        connection.exec_driver_sql('alter table read."picky_v1" drop column moves cascade')
    follow(database, both)
    assert "UndefinedColumn" in (error(database, "picky") or "")
    assert waiting(database) == []
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 1)]


def test_a_value_the_database_refuses_is_poison_too(database: Engine, log: Log) -> None:
    nul = Projection("nul", version=1, row=CityRow, key_fields=2)
    nul.on(ParcelMoved, key=lambda record: ("a\0b", SENT_AT.date()))(
        lambda row, record: CityRow("a\0b", SENT_AT.date(), 1)
    )
    projector = Projector(database, [nul, arrivals])
    projector.prepare()
    send(log, range(3), "Leeds")
    follow(database, projector)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 3)]
    assert waiting(database) == [("nul", 2, True), ("nul", 4, True), ("nul", 6, True)]


def test_a_row_under_another_key_than_asked_for_is_poison(database: Engine, log: Log) -> None:
    wrong = Projection("wrong", version=1, row=CityRow, key_fields=2)
    wrong.on(ParcelMoved, key=lambda record: ("Hull", SENT_AT.date()))(arrived)
    projector = Projector(database, [wrong])
    projector.prepare()
    send(log, [1], "Leeds")
    follow(database, projector)
    assert "WrongKey" in operations.parked(database)[0].reason


def test_an_event_of_a_later_release_is_parked_until_a_release_that_knows_it_starts(
    database: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(log, [1, 2], "Leeds")
    then(log, 1, ParcelLost(), ParcelMoved(city="York"))
    with monkeypatch.context() as earlier:
        earlier.delitem(events._registry, "parcels.ParcelLost")
        old = Projector(database, [parcels, arrivals])
        old.prepare()
        end = follow(database, old)
    assert waiting(database) == [
        ("arrivals", 5, True), ("arrivals", 6, False), ("parcels", 5, True), ("parcels", 6, False),
    ]  # fmt: skip
    assert "Unreadable: UnknownEvent" in operations.parked(database)[0].reason
    assert positions(database) == {"parcels": end, "arrivals": end}
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 2)]
    Projector(database, [parcels, arrivals]).prepare()
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 2), ("York", SENT_AT.date(), 1)]
    assert [row[0] for row in rows(database, "parcels")] == [parcel(2)]
    # The fold of a parcel that moved after it was lost fails; so much for the other release.
    assert waiting(database) == [("parcels", 6, True)]


def test_an_unknown_event_of_a_context_nobody_follows_is_not_parked(
    database: Engine, log: Log, both: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Projection("elsewhere", version=1, row=ParcelRow)
    elsewhere.on(ComplaintOpened)(lambda row, record: None)
    projector = Projector(database, [elsewhere])
    projector.prepare()
    send(log, [1], "Leeds")
    monkeypatch.delitem(events._registry, "parcels.ParcelMoved")
    follow(database, Projector(database, [elsewhere]))
    assert waiting(database) == []


def test_who_retries_and_who_folds_live_do_not_get_in_each_others_way(
    database: Engine, log: Log, both: Projector, cure: Cure
) -> None:
    send(log, range(40), "York")
    follow(database, both)
    cure()
    with ThreadPoolExecutor() as pool:
        retrying = pool.submit(operations.retry, database, [picky])
        for number in range(40):
            then(log, number, ParcelMoved(city="Hull"))
            follow(database, both)
        retrying.result()
    operations.retry(database, [picky])
    assert moves(database) == {parcel(number): 2 for number in range(40)}
