"""What does a service process do when its broker, its callers or its own life fail it?"""

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from kombu.connection import Connection
from kombu.entity import Exchange
from kombu.messaging import Producer

from shared import rpc
from shared.amqp_bus import AmqpBus
from shared.blocking import Blocking
from shared.refusals import Invalid, OutcomeUnknown, Refused, Unavailable
from shared.servers.rabbitmq_node import PrivateNode
from tests.contracts.processes import ServiceProcess, Start, wait_until
from tests.contracts.test_bus import header
from tests.contracts.trial.commands import Note

CALLS = Exchange(rpc.EXCHANGE, type="topic", durable=True)


@pytest.fixture
def bus(amqp_url: str) -> Iterator[Blocking]:
    bus = Blocking(AmqpBus(amqp_url))
    yield bus
    bus.close()


@pytest.fixture
def service(start: Start, amqp_url: str) -> ServiceProcess:
    process = start(amqp_url)
    process.wait_until_ready()
    return process


def answers(bus: Blocking, deadline: float = 2.0) -> bool:
    try:
        bus.call(Note(note_id=uuid4()), header(), deadline)
    except Refused:
        return False
    return True


def test_a_killed_service_is_unavailable_within_the_deadline(bus: Blocking, service: ServiceProcess) -> None:
    assert answers(bus)
    service.kill()
    started = time.monotonic()
    with pytest.raises(Unavailable):
        bus.call(Note(note_id=uuid4()), header(), deadline=3)
    assert time.monotonic() - started < 3


def test_a_stopped_service_has_an_unknown_outcome_at_the_deadline(
    bus: Blocking, service: ServiceProcess
) -> None:
    service.signal(signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        bus.call(Note(note_id=uuid4()), header(), deadline=1)
    assert 0.9 < time.monotonic() - started < 1.5
    service.signal(signal.SIGCONT)
    assert answers(bus)


def test_a_call_waits_a_moment_for_a_service_that_is_being_restarted(
    bus: Blocking, start: Start, amqp_url: str, service: ServiceProcess
) -> None:
    service.kill()
    successor = start(amqp_url)
    wait_until(lambda: "starting services" in successor.log(), explain=successor.log)
    wait_until(lambda: answers(bus))


def test_a_request_nobody_took_in_time_never_runs(
    bus: Blocking, start: Start, amqp_url: str, service: ServiceProcess
) -> None:
    service.kill()
    late = Note(note_id=uuid4())
    with Connection(amqp_url) as connection:
        message = {"args": [], "kwargs": late.payload()}
        context = {rpc.HEADER: rpc.header_text(header())}
        Producer(connection, CALLS).publish(
            message, routing_key="trial.note", headers=context, reply_to="nobody", expiration=0.2
        )
        queue = connection.default_channel
        wait_until(lambda: queue.queue_declare(rpc.queue_of("trial"), passive=True).message_count == 0)
    start(amqp_url).wait_until_ready()
    assert bus.call(late, header()).version == 1


def test_a_service_asked_to_end_finishes_what_it_began(bus: Blocking, service: ServiceProcess) -> None:
    with ThreadPoolExecutor(1) as callers:
        assert answers(bus)
        slow = callers.submit(bus.call, Note(note_id=uuid4(), seconds=1), header())
        time.sleep(0.4)  # in the midst of it; nothing outside can tell when deciding began
        service.signal(signal.SIGTERM)
        assert slow.result().version == 1
    assert service.ended() == 0


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        (b"{", {"content_type": "application/json", "reply_to": "nobody"}),
        (b'["no call"]', {"content_type": "application/json", "reply_to": "nobody"}),
        (b'{"args": [], "kwargs": {}}', {"content_type": "application/json"}),
        (b"cos\nsystem\n", {"content_type": "application/x-python-serialize", "reply_to": "nobody"}),
        (b"", {"content_type": "text/plain", "reply_to": "nobody"}),
    ],
    ids=["broken JSON", "no call", "no way back", "pickle", "empty"],
)
def test_a_message_nobody_should_send_harms_no_one(
    bus: Blocking, service: ServiceProcess, amqp_url: str, body: bytes, properties: dict[str, str]
) -> None:
    with Connection(amqp_url) as connection:
        Producer(connection, CALLS).publish(
            body, routing_key="trial.note", content_encoding="utf-8", serializer=None, **properties
        )
    assert answers(bus, deadline=5)
    assert "the service ended with an error" not in service.log()


def test_a_body_beyond_the_limit_is_refused_before_it_is_sent(bus: Blocking, service: ServiceProcess) -> None:
    large = Note(note_id=uuid4(), text="x" * (rpc.MAX_BYTES + 1))
    with pytest.raises(Invalid, match="bytes"):
        bus.call(large, header())


def test_a_service_tells_how_it_is(bus: Blocking, service: ServiceProcess) -> None:
    assert service.get("/healthz")[0] == 200
    assert service.checks() == {"broker": "ok", "database": "ok"}
    assert answers(bus)
    figures = [line for line in service.get("/metrics")[1].splitlines() if "command_seconds_count" in line]
    assert figures == ['hindsight_command_seconds_count{command="note",outcome="ok",service="trial"} 1.0']
    assert all(json.loads(line) for line in service.log().splitlines())


def test_service_and_caller_come_before_the_broker_and_survive_its_restart(
    own_broker: PrivateNode, start: Start
) -> None:
    url = own_broker.url
    own_broker.kill()
    bus = Blocking(AmqpBus(url))
    started = time.monotonic()
    with pytest.raises(Unavailable):
        bus.call(Note(note_id=uuid4()), header(), deadline=2)
    assert time.monotonic() - started < 2.5
    service = start(url)
    wait_until(lambda: "waiting for the broker" in service.log(), explain=service.log)
    own_broker.start()
    service.wait_until_ready()
    assert answers(bus)
    own_broker.kill()
    assert not answers(bus)
    own_broker.start()
    wait_until(lambda: answers(bus), 30, service.log)
    bus.close()
