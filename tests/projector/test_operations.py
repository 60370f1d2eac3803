"""Readers of the log do what an operator tells them."""

import os

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.policy import PolicyRunner
from shared.projector import operations
from shared.projector.engine import Projector
from shared.projector.operations import NoSuchReader
from tests.policy.desk import desk, react
from tests.projector.parcels import SENT_AT, ParcelLost, follow, positions, rows, send, then


def test_a_paused_read_model_stands_still_at_once_and_goes_on_when_resumed(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, [1], "Leeds")
    end = follow(database, projector)
    operations.pause(database, "arrivals")
    send(log, [2], "Leeds")
    watermark = follow(database)
    assert [projector.step(watermark) for _ in range(3)] == [True, True, False]
    assert positions(database)["arrivals"] == end
    assert positions(database)["parcels"] > end
    operations.resume(database, "arrivals")
    follow(database, projector)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 2)]


def test_a_paused_policy_does_nothing(database: Engine, log: Log) -> None:
    policy = PolicyRunner(database, "desk", react, desk(log))
    policy.prepare()
    operations.pause(database, "policy:desk")
    send(log, [1])
    then(log, 1, ParcelLost())
    assert not policy.step(follow(database))
    assert follow(database) == 2
    operations.resume(database, "policy:desk")
    policy.catch_up()
    assert follow(database) == 3


def test_nobody_of_that_name_can_be_paused(database: Engine, projector: Projector) -> None:
    with pytest.raises(NoSuchReader, match="parcel_list"):
        operations.pause(database, "parcel_list")


def test_who_moves_a_checkpoint_is_written_down(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    with database.connect() as connection:
        owners = connection.exec_driver_sql("select distinct owner from read.checkpoints").scalars().all()
    assert len(owners) == 1
    assert str(os.getpid()) in str(owners[0])
