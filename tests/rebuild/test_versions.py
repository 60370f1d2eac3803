"""The rows that served before can come back; a raised version is brought in at once."""

import pytest
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.projector.operations import resume
from shared.rebuild.rollback import NothingToRollBackTo, OfAnotherRelease, rollback
from shared.rebuild.swap import CannotFollow
from shared.rebuild.verify import NotServing
from tests.projector.parcels import SENT_AT, ParcelMoved, arrivals, follow, rows, send, then
from tests.projector.test_versions import doubled
from tests.rebuild.building import builds, built, wrong_rows


def test_the_rows_before_come_back_brought_up_to_date(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    built(database, arrivals)
    with database.begin() as connection:
        connection.exec_driver_sql("update read.arrivals set arrivals = 99")
    then(log, 1, ParcelMoved(city="Leeds"))
    follow(database, projector)
    rollback(database, arrivals)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 4)]
    assert builds(database, "arrivals") == [(1, 0, "serving"), (1, 1, "previous")]
    then(log, 1, ParcelMoved(city="Leeds"))
    follow(database, projector)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 5)]


def test_a_rollback_that_was_broken_off_goes_on(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    built(database, arrivals)
    then(log, 1, ParcelMoved(city="Leeds"))
    follow(database, projector)
    rename = "alter table read.arrivals_v1 rename column %s to %s"
    with database.begin() as connection:
        connection.exec_driver_sql(rename % ("arrivals", "gone"))
    with pytest.raises(CannotFollow):
        rollback(database, arrivals)
    with database.begin() as connection:
        connection.exec_driver_sql(rename % ("gone", "arrivals"))
    assert rollback(database, arrivals) == 0
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 4)]


def test_a_rebuild_ends_a_rollback_that_was_broken_off(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    built(database, arrivals)
    with database.begin() as connection:
        connection.exec_driver_sql("update read.builds set paused = true where name = 'arrivals'")
    then(log, 1, ParcelMoved(city="Leeds"))
    Fence(database).advance()
    with pytest.raises(CannotFollow, match="paused"):
        rollback(database, arrivals)
    resume(database, "arrivals")
    built(database, arrivals)
    assert builds(database, "arrivals") == [(1, 0, "serving"), (1, 1, "previous")]


def test_without_rows_before_there_is_nothing_to_roll_back_to(database: Engine, projector: Projector) -> None:
    with pytest.raises(NothingToRollBackTo, match="arrivals has no previous rows"):
        rollback(database, arrivals)


def test_a_rebuild_brings_a_raised_version_in_at_once(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    (done,) = built(database, doubled)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 6)]
    assert done.verified_against == "a second fold"
    assert builds(database, "arrivals") == [(1, 0, "previous"), (2, 1, "serving")]


def test_rows_of_another_version_come_back_with_the_release_that_made_them(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    built(database, doubled)
    with pytest.raises(OfAnotherRelease, match="version 1"):
        rollback(database, doubled)
    then(log, 1, ParcelMoved(city="Leeds"))
    earlier = Projector(database, [arrivals])
    earlier.prepare()
    follow(database, earlier)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 4)]


def test_only_what_this_release_folds_can_be_verified(
    database: Engine, log: Log, projector: Projector
) -> None:
    with pytest.raises(NotServing, match="is not served in version 2"):
        wrong_rows(database, doubled)
