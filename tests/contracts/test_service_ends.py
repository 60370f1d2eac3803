"""What happens to calls when a service or its broker ends, and what when it is back?"""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from kombu.connection import Connection
from kombu.entity import Exchange
from kombu.messaging import Producer

from shared import rpc
from shared.amqp_bus import AmqpBus
from shared.blocking import Blocking
from shared.refusals import Unavailable
from shared.servers.rabbitmq_node import PrivateNode
from tests.contracts.asking import answers, header
from tests.contracts.processes import ServiceProcess, Start, wait_until
from tests.contracts.trial.commands import Note

CALLS = Exchange(rpc.EXCHANGE, type="topic", durable=True)


@pytest.fixture
def service(start: Start, amqp_url: str) -> ServiceProcess:
    process = start(amqp_url)
    process.wait_until_ready()
    return process


def test_a_killed_service_is_unavailable_within_the_deadline(
    caller: Blocking, amqp_url: str, service: ServiceProcess
) -> None:
    assert answers(caller)
    service.kill()
    # A call in the moment before the broker notices is sent, and its outcome is unknown.
    wait_until(lambda: takers(amqp_url) == 0)
    started = time.monotonic()
    with pytest.raises(Unavailable):
        caller.call(Note(note_id=uuid4()), header(), deadline=3)
    assert time.monotonic() - started < 3


def takers(amqp_url: str) -> int:
    with Connection(amqp_url) as connection:
        declared = connection.default_channel.queue_declare(rpc.queue_of("trial"), passive=True)
        return int(declared.consumer_count)


def test_a_call_waits_a_moment_for_a_service_that_is_being_restarted(
    caller: Blocking, start: Start, amqp_url: str, service: ServiceProcess
) -> None:
    service.kill()
    successor = start(amqp_url)
    wait_until(lambda: "starting services" in successor.log(), explain=successor.log)
    wait_until(lambda: answers(caller))


def test_a_request_nobody_took_in_time_never_runs(
    caller: Blocking, start: Start, amqp_url: str, service: ServiceProcess
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
    assert caller.call(late, header()).version == 1


def test_a_service_asked_to_end_finishes_what_it_began(caller: Blocking, service: ServiceProcess) -> None:
    with ThreadPoolExecutor(1) as callers:
        assert answers(caller)
        slow = callers.submit(caller.call, Note(note_id=uuid4(), seconds=1), header())
        time.sleep(0.4)  # in the midst of it; nothing outside can tell when deciding began
        service.signal(signal.SIGTERM)
        assert slow.result().version == 1
    assert service.ended() == 0


def test_service_and_caller_come_before_the_broker_and_survive_its_restart(
    own_broker: PrivateNode, start: Start
) -> None:
    url = own_broker.url
    own_broker.kill()
    caller = Blocking(AmqpBus(url))
    started = time.monotonic()
    with pytest.raises(Unavailable):
        caller.call(Note(note_id=uuid4()), header(), deadline=2)
    assert time.monotonic() - started < 2.5
    service = start(url)
    wait_until(lambda: "waiting for the broker" in service.log(), explain=service.log)
    own_broker.start()
    service.wait_until_ready()
    assert answers(caller)
    own_broker.kill()
    assert not answers(caller)
    own_broker.start()
    wait_until(lambda: answers(caller), 60, service.log)
    caller.close()
