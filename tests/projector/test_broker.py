"""Read models follow RabbitMQ: batches, gaps, duplicates, disorder, unreadable messages."""

import random
from uuid import uuid4

import pytest
from kombu.connection import Connection
from prometheus_client import REGISTRY
from sqlalchemy import Engine

from shared import wire
from shared.log.fence import Fence
from shared.log.log import Log
from shared.policy import PolicyRunner
from shared.projector.delivery import Told
from shared.projector.engine import Projector
from shared.projector.followers import Policies, ReadModels
from shared.projector.queues import DEAD_LETTERS, queue_of
from shared.projector.wait import wait_for
from tests.policy.desk import ComplaintOpened, desk, react
from tests.projector.parcels import (
    SENT_AT,
    ParcelLost,
    arrivals,
    parcels,
    rows,
    send,
    then,
)
from tests.projector.publishing import Sent, consuming, eventually, messages, publish, waiting

NAMES = ["parcels", "arrivals"]


@pytest.fixture
def group() -> str:
    """A queue of its own for each test."""
    return f"test-{uuid4()}"


@pytest.fixture
def read_models(database: Engine) -> ReadModels:
    return ReadModels(database, Projector(database, [parcels, arrivals]))


def gaps() -> float:
    return REGISTRY.get_sample_value("hindsight_gaps_healed_total", {"projection": "read_models"}) or 0.0


def test_messages_are_folded_without_reading_the_log(
    database: Engine, log: Log, read_models: ReadModels
) -> None:
    send(log, range(300), "Leeds")
    sent = messages(database)
    before = gaps()
    read_models.prepare()
    deliver(read_models, sent[:200])
    deliver(read_models, sent[200:])
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 300)]
    assert gaps() == before


def test_a_gap_is_filled_from_the_log(database: Engine, log: Log, read_models: ReadModels) -> None:
    send(log, range(50), "Leeds")
    sent = messages(database)
    before = gaps()
    read_models.prepare()
    deliver(read_models, sent[:10])
    deliver(read_models, sent[70:])
    assert gaps() == before + 1
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 50)]


def deliver(follower: ReadModels, sent: list[Sent]) -> None:
    told = [Told(headers["prev"], wire.from_message(body, headers)) for body, headers in sent]
    follower.take(told, lambda: None)


def test_everything_arrives_over_rabbitmq(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    send(log, range(3000), "Leeds")
    with consuming(amqp_url, group, read_models) as consumer:
        eventually(lambda: consumer.problem() is None)
        wait_for(database, NAMES, publish_all(database, amqp_url, group), 30)
        eventually(lambda: waiting(amqp_url, f"projector.{group}") == 0)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 3000)]


def publish_all(database: Engine, url: str, group: str) -> int:
    sent = messages(database)
    publish(url, group, sent)
    return int(sent[-1][1]["position"])


def test_repeated_lost_and_disordered_messages_do_no_harm(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    send(log, range(200), "Leeds", "York")
    sent = messages(database)
    shuffled = [one for one in sent * 3 if random.random() < 0.9]
    random.Random(7).shuffle(shuffled)
    publish(amqp_url, group, shuffled)
    with consuming(amqp_url, group, read_models):
        wait_for(database, NAMES, sent[-1][1]["position"], 30)
        eventually(lambda: waiting(amqp_url, f"projector.{group}") == 0)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 200), ("York", SENT_AT.date(), 200)]


def test_a_message_nobody_can_read_is_set_aside_and_its_event_folded(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    send(log, range(3), "Leeds")
    sent = messages(database)
    with consuming(amqp_url, group, read_models) as consumer:
        eventually(lambda: consumer.problem() is None)
        dead = waiting(amqp_url, DEAD_LETTERS.name)
        publish(amqp_url, group, [(b"{", sent[0][1]), (b"", {}), *sent[1:5], (b"\xff\xfe", sent[5][1])])
        wait_for(database, NAMES, sent[-1][1]["position"], 30)
        eventually(lambda: waiting(amqp_url, DEAD_LETTERS.name) == dead + 3)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 3)]


def test_a_second_process_of_the_group_stands_by_and_takes_over(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    other = ReadModels(database, Projector(database, [parcels, arrivals]))
    send(log, range(10), "Leeds")
    with consuming(amqp_url, group, other) as standby, consuming(amqp_url, group, read_models) as first:
        eventually(lambda: standby.problem() is None and first.problem() is None)
        publish_all(database, amqp_url, group)
        standby.stop()
        send(log, range(10, 20), "Leeds")
        wait_for(database, NAMES, publish_all(database, amqp_url, group), 30)
        eventually(lambda: waiting(amqp_url, f"projector.{group}") == 0)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 20)]


def test_a_queue_nobody_reads_stays_short_and_what_it_drops_is_read_from_the_log(
    database: Engine, log: Log, read_models: ReadModels, amqp_url: str, group: str
) -> None:
    with consuming(amqp_url, group, read_models) as consumer:
        eventually(lambda: consumer.problem() is None)
    with Connection(amqp_url) as connection:
        connection.default_channel.queue_delete(f"projector.{group}")
    dead = waiting(amqp_url, DEAD_LETTERS.name)
    send(log, range(60), "Leeds")
    sent = messages(database)
    publish(amqp_url, group, sent, queue_of(group, longest=20))
    eventually(lambda: waiting(amqp_url, f"projector.{group}") == 20)
    with consuming(amqp_url, group, read_models) as consumer:  # whose queue has other bounds
        eventually(lambda: consumer.problem() is None)
        wait_for(database, NAMES, sent[-1][1]["position"], 30)
    assert waiting(amqp_url, DEAD_LETTERS.name) == dead
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 60)]


def test_policies_are_woken_by_messages(database: Engine, log: Log, amqp_url: str, group: str) -> None:
    policy = PolicyRunner(database, "desk", react, desk(log))
    send(log, [1, 2])
    then(log, 1, ParcelLost())
    with consuming(amqp_url, group, Policies(database, [policy])) as consumer:
        eventually(lambda: consumer.problem() is None)
        wait_for(database, ["policy:desk"], publish_all(database, amqp_url, group), 30)
    Fence(database).advance()
    assert [type(record.event) for record in log.read(3, 10)] == [ComplaintOpened]
