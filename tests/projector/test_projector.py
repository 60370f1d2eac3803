"""Read models follow the log: rows, keys, duplicates, owners."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from tests.projector.parcels import SENT_AT, ParcelLost, ParcelMoved, arrivals, parcel, parcels, send, then


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


@pytest.fixture
def projector(database: Engine) -> Projector:
    projector = Projector(database, [parcels, arrivals])
    projector.prepare()
    return projector


def follow(database: Engine, projector: Projector) -> None:
    Fence(database).advance()
    projector.catch_up()


def test_a_row_holds_every_kind_of_value(database: Engine, log: Log, projector: Projector) -> None:
    send(log, [1, 2], "Leeds", "York")
    follow(database, projector)
    table = next(iter(projector.tables.values()))
    with database.connect() as connection:
        row = table.load(connection, [parcel(1)])[parcel(1)]
    assert row.to == "Person 1"
    assert row.value == Decimal("11.50")
    assert row.city == "York"
    assert row.moved_at == SENT_AT
    assert [stop.city for stop in row.stops] == ["Leeds", "York"]
    assert row.tokens == sorted(["parcel", "person 1", "it's", 'a "quoted" word', "上海"])
    assert (row.insured, row.moves, row.labels) == (True, 2, ["new"])
