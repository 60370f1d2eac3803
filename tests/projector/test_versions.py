"""A raised version fills beside the old one, and is served when it has caught up."""

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.projector.prepare import ColumnsChanged
from shared.records import Recorded
from tests.projector.parcels import SENT_AT, CityRow, ParcelMoved, arrivals, follow, rows, send

doubled = Projection("arrivals", version=2, row=CityRow, key_fields=2)


@doubled.on(ParcelMoved, key=lambda record: (record.event.city, record.occurred_at.date()))
def arrived_twice(row: CityRow | None, record: Recorded[ParcelMoved]) -> CityRow:
    row = row or CityRow(record.event.city, record.occurred_at.date(), 0)
    row.arrivals += 2
    return row


def test_queries_see_the_old_version_until_the_new_one_has_caught_up(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(30), "Leeds")
    end = follow(database, projector)
    new = Projector(database, [doubled], batch_size=20)
    new.prepare()
    new.step(end)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 30)]
    follow(database, new)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 60)]


def test_an_old_process_gives_up_a_version_that_was_replaced(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    new = Projector(database, [doubled])
    new.prepare()
    follow(database, new)
    send(log, range(3, 5), "Leeds")
    follow(database, projector, new)
    assert set(projector.positions()) == {"parcels"}
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 10)]


def test_other_columns_under_the_same_version_are_refused(database: Engine, projector: Projector) -> None:
    class Wider(CityRow):
        note: str = ""

    with pytest.raises(ColumnsChanged, match="Raise the projection's version"):
        Projector(database, [Projection("arrivals", version=1, row=Wider, key_fields=2)]).prepare()


def test_preparing_again_changes_nothing(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    Projector(database, [arrivals]).prepare()
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 3)]
