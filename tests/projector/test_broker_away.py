"""RabbitMQ is away for a while: read models go on from the log, and nothing is lost when it is back."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projector.engine import Projector
from shared.projector.followers import ReadModels
from shared.projector.wait import wait_for
from shared.servers.rabbitmq_node import PrivateNode
from tests.projector.parcels import SENT_AT, arrivals, parcels, rows, send
from tests.projector.publishing import consuming, eventually, publish, told, waiting

NAMES = ["parcels", "arrivals"]


def test_a_broker_that_dies_and_returns_costs_nothing(
    database: Engine, log: Log, own_broker: PrivateNode
) -> None:
    follower = ReadModels(database, Projector(database, [parcels, arrivals]), group="away")
    with consuming(own_broker.url, "away", follower) as consumer:
        eventually(lambda: consumer.problem() is None)
        began = monotonic()
        send(log, range(100), "Leeds")
        publish(own_broker.url, told(database))
        # RabbitMQ 3.10 loses a quorum queue for good when it is killed moments after its declaration.
        eventually(lambda: monotonic() > began + 2)
        own_broker.kill()
        away = send(log, range(100, 200), "Leeds")[-1].position
        wait_for(database, NAMES, away, 30)
        assert "cannot take events" in (consumer.problem() or "")

        own_broker.start()
        eventually(lambda: consumer.problem() is None, 60)
        later = send(log, range(200, 300), "Leeds")[-1].position
        publish(own_broker.url, told(database))
        wait_for(database, NAMES, later, 30)
        eventually(lambda: waiting(own_broker.url, "projector.away.whole") == 0)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 300)]


def test_a_broker_that_does_not_answer_holds_up_nothing(database: Engine, log: Log) -> None:
    follower = ReadModels(database, Projector(database, [parcels, arrivals]))
    with mute() as url, consuming(url, "mute", follower):
        wait_for(database, NAMES, send(log, range(10), "Leeds")[-1].position, 30)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 10)]


@contextmanager
def mute() -> Iterator[str]:
    """A broker that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"amqp://127.0.0.1:{server.getsockname()[1]}/"


def test_a_process_that_starts_before_its_broker_follows_the_log(database: Engine, log: Log) -> None:
    follower = ReadModels(database, Projector(database, [parcels, arrivals]))
    with consuming("amqp://127.0.0.1:1/", "early", follower):
        wait_for(database, NAMES, send(log, range(10), "Leeds")[-1].position, 30)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 10)]
