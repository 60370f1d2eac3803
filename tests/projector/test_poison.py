"""An event that cannot be folded stops one projection before it, and nobody else."""

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.records import Recorded
from tests.projector.parcels import (
    SENT_AT,
    CityRow,
    ParcelMoved,
    arrivals,
    arrived,
    error,
    follow,
    positions,
    rows,
    send,
)

cured = False
picky = Projection("picky", version=1, row=CityRow, key_fields=2)


@picky.on(ParcelMoved, key=lambda record: (record.event.city, record.occurred_at.date()))
def not_york(row: CityRow | None, record: Recorded[ParcelMoved]) -> CityRow:
    if record.event.city == "York" and not cured:
        raise KeyError("York")
    return arrived(row, record)


def test_poison_stops_its_projection_before_the_event_and_says_so(database: Engine, log: Log) -> None:
    projector = Projector(database, [picky, arrivals])
    projector.prepare()
    send(log, range(50), "Leeds")
    send(log, [50], "York")
    send(log, range(51, 60), "Leeds")
    end = follow(database, projector)
    assert rows(database, "picky") == [("Leeds", SENT_AT.date(), 50)]
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 59), ("York", SENT_AT.date(), 1)]
    assert positions(database) == {"picky": 101, "arrivals": end}
    assert error(database, "picky") == "position 102, parcels.ParcelMoved: KeyError: 'York'"
    assert error(database, "arrivals") is None


def test_a_stopped_projection_is_tried_again_and_goes_on(database: Engine, log: Log) -> None:
    global cured
    projector = Projector(database, [picky], retry_seconds=0)
    projector.prepare()
    send(log, [1, 2], "York")
    projector.step(follow(database))
    assert error(database, "picky") is not None
    cured = True
    follow(database, projector)
    cured = False
    assert rows(database, "picky") == [("York", SENT_AT.date(), 2)]
    assert error(database, "picky") is None


def test_a_stopped_projection_does_not_hold_up_others_later(database: Engine, log: Log) -> None:
    projector = Projector(database, [picky, arrivals])
    projector.prepare()
    for first in range(3):
        send(log, [first], "York")
        follow(database, projector)
    assert rows(database, "arrivals") == [("York", SENT_AT.date(), 3)]


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
    assert "position 2" in (error(database, "nul") or "")


def test_a_row_under_another_key_than_asked_for_is_poison(database: Engine, log: Log) -> None:
    wrong = Projection("wrong", version=1, row=CityRow, key_fields=2)
    wrong.on(ParcelMoved, key=lambda record: ("Hull", SENT_AT.date()))(arrived)
    projector = Projector(database, [wrong])
    projector.prepare()
    send(log, [1], "Leeds")
    follow(database, projector)
    assert "WrongKey" in (error(database, "wrong") or "")
