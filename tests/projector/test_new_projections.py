"""A read model that is added to a running product fills from all past events before anybody sees it."""

from uuid import UUID

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projection import Projection, Row
from shared.projector.engine import Projector
from shared.projector.filling import StillFilling, filling, must_be_filled
from shared.projector.wait import NotYetVisible, wait_for
from shared.records import Recorded
from tests.projector.parcels import ParcelSent, arrivals, follow, parcels, rows, send


class Sent(Row):
    parcel_id: UUID
    to: str


senders = Projection("senders", version=1, row=Sent)


@senders.on(ParcelSent)
def counted(_: Sent | None, record: Recorded[ParcelSent]) -> Sent:
    return Sent(record.stream_id, record.event.to)


def test_it_is_not_there_until_it_has_caught_up(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(30), "Leeds")
    end = follow(database, projector)
    grown = Projector(database, [parcels, arrivals, senders], batch_size=20)
    grown.prepare()
    grown.step(end)
    with database.connect() as connection:
        progress = filling(connection, "senders")
        assert progress is not None
        assert 0 < progress.share < 1
        with pytest.raises(StillFilling, match=r"\d+ %"):
            must_be_filled(connection, [parcels, senders])
        assert connection.exec_driver_sql("select to_regclass('read.senders')").scalar_one() is None
    follow(database, grown)
    assert len(rows(database, "senders")) == 30
    with database.connect() as connection:
        assert filling(connection, "senders") is None
        must_be_filled(connection, [parcels, senders])


def test_nobody_waits_for_it_except_who_asks_for_nothing_else(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(30), "Leeds")
    end = follow(database, projector)
    Projector(database, [senders]).prepare()
    wait_for(database, ["parcels", "arrivals", "senders"], end, 1.0)
    with pytest.raises(NotYetVisible):
        wait_for(database, ["senders"], end, 0.1)


def test_in_a_new_installation_everything_is_there_at_once(database: Engine, projector: Projector) -> None:
    assert rows(database, "parcels") == []
