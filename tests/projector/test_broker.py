"""Read models follow RabbitMQ: batches, gaps, duplicates, disorder, unreadable messages."""

import random
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from kombu.connection import Connection
from prometheus_client import REGISTRY
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.policy import PolicyRunner
from shared.projector import operations
from shared.projector.engine import Projector
from shared.projector.followers import ReadModels
from shared.projector.policies import Policies
from shared.projector.queues import DEAD_LETTERS, declare, durable_queue, partition_queues
from shared.projector.wait import wait_for
from shared.slices import partition_of
from shared.wire import Message, tick_from
from tests.policy.desk import ComplaintOpened, desk, react
from tests.projector.parcels import (
    SENT_AT,
    ParcelLost,
    arrivals,
    error,
    parcel,
    parcels,
    positions,
    rows,
    send,
    then,
)
from tests.projector.publishing import consuming, eventually, last_of, left, publish, told, waiting

NAMES = ["parcels", "arrivals"]


@pytest.fixture
def group() -> str:
    """Queues of its own for each test."""
    return f"test-{uuid4()}"


@pytest.fixture
def read_models(database: Engine, group: str) -> ReadModels:
    return ReadModels(database, Projector(database, [parcels, arrivals]), group=group)


def names(group: str) -> list[str]:
    return [queue.name for queue in partition_queues(group).values()]


def gaps() -> float:
    return REGISTRY.get_sample_value("hindsight_gaps_healed_total", {"projection": "read_models"}) or 0.0


def deliver(follower: ReadModels, sent: Sequence[Message]) -> None:
    """Give a follower these messages at once, and the last tick among them."""
    ticks = [tick_from(headers) for key, _, headers in sent if key == "tick"]
    taken: Any = [SimpleNamespace(body=body, headers=headers) for key, body, headers in sent if key != "tick"]
    assert follower.take(taken, ticks[-1] if ticks else None, lambda: None) == []


def test_messages_are_folded_without_reading_the_log(
    database: Engine, log: Log, read_models: ReadModels
) -> None:
    send(log, range(300), "Leeds")
    sent = told(database)
    before = gaps()
    read_models.prepare()
    deliver(read_models, sent[:200])
    deliver(read_models, sent[200:])
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 300)]
    assert len(rows(database, "parcels")) == 300
    assert gaps() == before


def test_a_gap_is_filled_from_the_log(database: Engine, log: Log, read_models: ReadModels) -> None:
    send(log, range(50), "Leeds")
    sent = told(database)
    before = gaps()
    read_models.prepare()
    deliver(read_models, sent[: len(sent) // 4])
    deliver(read_models, sent[-len(sent) // 4 :])
    assert gaps() == before + 1
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 50)]


def test_what_a_stopped_read_model_lacks_is_no_gap(database: Engine, log: Log) -> None:
    follower = ReadModels(database, Projector(database, [parcels, arrivals], retry_seconds=0))
    follower.prepare()
    with database.begin() as connection:
        connection.exec_driver_sql('alter table read."arrivals_v1" drop column arrivals cascade')
    before = gaps()
    send(log, range(5), "Leeds")
    deliver(follower, told(database))
    end = send(log, range(5, 10), "Leeds")[-1].position
    deliver(follower, told(database, after=10))
    assert error(database, "arrivals") is not None
    assert positions(database) == {"parcels": end, "arrivals": 0}
    assert gaps() == before


def test_partitions_without_events_move_with_the_tick(
    database: Engine, log: Log, read_models: ReadModels
) -> None:
    end = send(log, [1], "Leeds")[0].position
    read_models.prepare()
    deliver(read_models, told(database))
    assert positions(database) == {"parcels": end, "arrivals": end}


def test_a_tick_moves_no_partition_whose_events_have_not_come(
    database: Engine, log: Log, read_models: ReadModels
) -> None:
    send(log, range(50), "Leeds")
    read_models.prepare()
    sent = told(database, size=100)
    missing = f"{partition_of(parcel(7)):02d}."
    deliver(read_models, [each for each in sent if not each[0].startswith(missing)])
    assert positions(database)["parcels"] == 0
    deliver(read_models, sent)
    assert positions(database)["parcels"] == 100


def test_a_read_model_that_is_resumed_while_messages_flow_goes_on_from_the_log(
    database: Engine, log: Log, read_models: ReadModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.projector.followers._LOOK_SECONDS", 0.0)
    send(log, range(20), "Leeds")
    read_models.prepare()
    operations.pause(database, "arrivals")
    sent, before = told(database), gaps()
    deliver(read_models, sent[: len(sent) // 2])
    assert rows(database, "arrivals") == []
    operations.resume(database, "arrivals")
    deliver(read_models, sent[len(sent) // 2 :])
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 20)]
    assert len(rows(database, "parcels")) == 20
    assert gaps() == before


def test_everything_arrives_over_rabbitmq(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    send(log, range(3000), "Leeds")
    with consuming(amqp_url, group, read_models) as consumer:
        eventually(lambda: consumer.problem() is None)
        sent = told(database, size=50)
        publish(amqp_url, sent)
        wait_for(database, NAMES, last_of(sent), 30)
        eventually(lambda: left(amqp_url, names(group)) == 0)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 3000)]


def test_repeated_lost_and_disordered_messages_do_no_harm(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    send(log, range(200), "Leeds", "York")
    sent = told(database)
    shuffled = [one for one in sent * 3 if random.random() < 0.9]
    random.Random(7).shuffle(shuffled)
    with consuming(amqp_url, group, read_models) as consumer:
        eventually(lambda: consumer.problem() is None)
        publish(amqp_url, shuffled)
        wait_for(database, NAMES, last_of(sent), 30)
        eventually(lambda: left(amqp_url, names(group)) == 0)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 200), ("York", SENT_AT.date(), 200)]


def test_a_message_nobody_can_read_is_dead_lettered_and_its_events_are_folded(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    with consuming(amqp_url, group, read_models) as consumer:
        eventually(lambda: consumer.problem() is None)
        dead = waiting(amqp_url, DEAD_LETTERS.name)
        send(log, range(3), "Leeds")
        sent = [each for each in told(database, size=1) if each[0] != "tick"]
        bad = [(key, body, headers) for (key, _, headers), body in zip(sent, (b"{", b"[]"), strict=False)]
        bad += [("03.parcels.ParcelSent", b"", {"count": "many"}), ("log.x", b"\xff\xfe", sent[5][2])]
        publish(amqp_url, [*bad, *sent[4:]])
        wait_for(database, NAMES, last_of(sent), 30)
        eventually(lambda: waiting(amqp_url, DEAD_LETTERS.name) == dead + 4)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 3)]


def test_a_second_process_of_the_group_stands_by_and_takes_over(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    other = ReadModels(database, Projector(database, [parcels, arrivals]), group=group)
    send(log, range(10), "Leeds")
    with consuming(amqp_url, group, other) as standby, consuming(amqp_url, group, read_models) as first:
        eventually(lambda: standby.problem() is None and first.problem() is None)
        publish(amqp_url, told(database))
        standby.stop()
        send(log, range(10, 20), "Leeds")
        sent = told(database)
        publish(amqp_url, sent)
        wait_for(database, NAMES, last_of(sent), 30)
        eventually(lambda: left(amqp_url, names(group)) == 0)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 20)]


def test_a_queue_nobody_reads_stays_short_and_what_it_drops_is_read_from_the_log(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    with consuming(amqp_url, group, read_models) as consumer:
        eventually(lambda: consumer.problem() is None)
    whole = f"projector.{group}.whole"
    with Connection(amqp_url) as connection:
        connection.default_channel.queue_delete(whole)
        declare(connection, durable_queue(f"{group}.whole", "log.#", longest=20))
    dead = waiting(amqp_url, DEAD_LETTERS.name)
    send(log, range(60), "Leeds")
    sent = told(database, size=1)
    publish(amqp_url, sent)
    eventually(lambda: waiting(amqp_url, whole) == 20)
    with consuming(amqp_url, group, read_models) as consumer:  # whose queue has other bounds
        eventually(lambda: consumer.problem() is None)
        wait_for(database, NAMES, last_of(sent), 30)
    assert waiting(amqp_url, DEAD_LETTERS.name) == dead
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 60)]


def test_policies_are_woken_by_messages(database: Engine, log: Log, amqp_url: str, group: str) -> None:
    policy = PolicyRunner(database, "desk", react, desk(log))
    send(log, [1, 2])
    then(log, 1, ParcelLost())
    with consuming(amqp_url, group, Policies(database, [policy], group)) as consumer:
        eventually(lambda: consumer.problem() is None)
        sent = told(database)
        publish(amqp_url, sent)
        wait_for(database, ["policy:desk"], last_of(sent), 30)
    Fence(database).advance()
    assert [type(record.event) for record in log.read(3, 10)] == [ComplaintOpened]
