"""An event that cannot be folded is parked by a rebuild, too; what an operator has skipped stays skipped."""

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector import operations
from shared.projector.engine import Projector
from shared.projector.retrying import Retried
from shared.rebuild import record
from shared.rebuild.builds import begin
from shared.rebuild.careful import Parked
from shared.rebuild.rebuild import RebuildFailed
from shared.records import Recorded
from tests.projector.parcels import (
    ParcelMoved,
    ParcelRow,
    ParcelSent,
    follow,
    moved,
    parcel,
    rows,
    send,
    sent,
    then,
)
from tests.rebuild.building import ONE_BY_ONE, built, wrong_rows

picky = Projection("picky", version=1, row=ParcelRow)
picky.on(ParcelSent)(sent)


@picky.on(ParcelMoved)
def not_york(row: ParcelRow, record: Recorded[ParcelMoved]) -> ParcelRow:
    if record.event.city == "York":
        row.stops.clear()  # a fold may fail half-way
        raise KeyError("York")
    return moved(row, record)


@pytest.fixture
def following(database: Engine) -> Projector:
    projector = Projector(database, [picky])
    projector.prepare()
    return projector


def waiting(database: Engine) -> list[tuple[int, int, bool, bool]]:
    return [
        (one.generation, one.position, one.poison, one.skipped_at is not None)
        for one in operations.parked(database)
    ]


def test_what_is_parked_is_parked_again_and_the_other_streams_are_folded(
    database: Engine, log: Log, following: Projector
) -> None:
    send(log, range(20), "Leeds")
    then(log, 3, ParcelMoved(city="York"), ParcelMoved(city="Leeds"))
    follow(database, following)
    before = rows(database, "picky")
    assert waiting(database) == [(0, 41, True, False), (0, 42, False, False)]
    (done,) = built(database, picky)
    assert rows(database, "picky") == before
    assert [one for one in waiting(database) if one[0] == 1] == [(1, 41, True, False), (1, 42, False, False)]
    assert (done.parked, done.verified_against) == (2, "the rows that served")
    assert wrong_rows(database, picky) == []


def test_an_event_nobody_has_tried_before_is_parked_and_not_fatal(database: Engine, log: Log) -> None:
    send(log, range(20), "Leeds")
    then(log, 3, ParcelMoved(city="York"))
    (done,) = built(database, picky, means=ONE_BY_ONE)
    assert (done.parked, done.verified_against) == (1, "a second fold")
    assert len(rows(database, "picky")) == 20


def test_what_was_skipped_stays_skipped(database: Engine, log: Log, following: Projector) -> None:
    send(log, range(20), "Leeds")
    then(log, 3, ParcelMoved(city="York"), ParcelMoved(city="Leeds"))
    follow(database, following)
    operations.skip(database, [picky], "picky", 41)
    before = rows(database, "picky")
    built(database, picky)
    assert rows(database, "picky") == before
    assert [one for one in waiting(database) if one[0] == 1] == [(1, 41, True, True)]


def test_too_many_at_once_mean_that_the_fold_is_wrong(database: Engine, log: Log) -> None:
    send(log, range(150), "York")
    with pytest.raises(RebuildFailed, match=r"picky stays as it was.*position 2 \(parcels\.ParcelMoved\)"):
        built(database, picky)


def test_new_code_that_fails_where_the_old_did_not_is_refused(
    database: Engine, log: Log, following: Projector
) -> None:
    send(log, range(3), "Leeds")
    follow(database, following)
    pickier = Projection("picky", version=1, row=ParcelRow)
    pickier.on(ParcelSent)(sent)
    pickier.on(ParcelMoved)(lambda row, record: row.stops[9])
    with pytest.raises(RebuildFailed, match=r"position 2 \(parcels\.ParcelMoved, the first of 3\)"):
        built(database, pickier)
    assert len(rows(database, "picky")) == 3


def test_an_event_whose_row_the_database_refuses_is_parked(
    database: Engine, log: Log, following: Projector
) -> None:
    send(log, range(20), "Leeds")
    then(log, 3, ParcelMoved(city="with a zero byte: \x00"), ParcelMoved(city="Bath"))
    follow(database, following)
    before = rows(database, "picky")
    (done,) = built(database, picky)
    assert [one for one in waiting(database) if one[0] == 1] == [(1, 41, True, False), (1, 42, False, False)]
    assert (rows(database, "picky"), done.verified_against) == (before, "the rows that served")
    assert wrong_rows(database, picky) == []


def test_what_a_rebuild_has_parked_is_not_retried_before_the_build_follows_the_log(
    database: Engine, log: Log, following: Projector
) -> None:
    send(log, [1], "Leeds")
    build = begin(database, picky).table.build
    with database.begin() as connection:
        record.park(connection, build, [Parked(2, parcel(1), "parcels.ParcelMoved", "KeyError", poison=True)])
    assert operations.retry(database, [picky]) == Retried(0, 1)
    assert operations.parked(database)[0].reason == "KeyError"
