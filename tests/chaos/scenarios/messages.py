"""F16 and F17: messages and events nobody can read, and deliveries that come thrice and in disorder."""

import time
from collections.abc import Sequence
from contextlib import closing
from uuid import UUID

import amqp
import psycopg2
from kombu import Connection

from tests.chaos.caller import Caller
from tests.chaos.faults import POISON_NAME
from tests.chaos.scenarios.kills import NOTHING
from tests.chaos.trial import Scenario
from tests.chaos.workload import Step
from tests.chaos.world import World
from tests.history_checker.history import Poison
from tests.system.installation import wait_until

JSON = "application/json"
GARBAGE = (
    (b'{"kind": ', JSON),
    (b"", JSON),
    (b"\xff\xfe\x00", "application/x-python-serialize"),
    (b"name: Ann", "text/yaml"),
    (b'{"name": "' + b"x" * 10_000_000 + b'"}', JSON),
)
TARGETS = (("hindsight.events", "00.customers.CustomerRegistered"), ("nameko-rpc", "sales.move_deal"))
_APPEND = """
    select log.append_one(%s::uuid, 0, now(), 'chaos', '', 'api', %s::uuid, 7, %s::uuid, null, %s,
        %s::smallint, '{}'::bytea)"""
STRANGE = (("customers.MovedToMars", 1), ("sales.DealOpened", 99))
"""Types and versions only a later release can know."""


def poison(world: World, seconds: float) -> Sequence[str]:
    """F16: in the broker, in the log, and for one fold."""
    time.sleep(seconds / 4)
    for exchange, routing_key in TARGETS:
        world.fault(f"{len(GARBAGE)} messages nobody can read go to {exchange}")
        _send(world.amqp_url, exchange, routing_key)
    for type_, version in STRANGE:
        world.recorder.note(Poison(position=_append(world, type_, version)))
        world.fault(f"the log gets a {type_} of version {version}")
    _register_poison(world)
    time.sleep(seconds / 2)
    return _dead_lettered(world)


def _send(url: str, exchange: str, routing_key: str) -> None:
    with Connection(url) as connection, connection.channel() as channel:
        for body, content_type in GARBAGE:
            message = amqp.Message(body, content_type=content_type, content_encoding="utf-8")
            channel.basic_publish(message, exchange, routing_key)


def _append(world: World, type_: str, version: int) -> int:
    stream_id, command_id = (UUID(int=world.chance.getrandbits(128), version=4) for _ in range(2))
    url = world.database_url.replace("+psycopg2", "")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(_APPEND, (str(stream_id), str(command_id), str(command_id), type_, version))
        (position,) = cursor.fetchone() or (0,)
        return int(position)


def _register_poison(world: World) -> None:
    """A customer one read model cannot fold, and what happens to it later."""
    stream_id = UUID(int=world.chance.getrandbits(128), version=4)
    caller = Caller(world.recorder, world.processes.address, world.processes.person, -2)
    named = {"customer_id": str(stream_id), "name": POISON_NAME}
    for command, body in (
        ("register-customer", {**named, "kind": "person"}),
        ("rename-customer", {**named, "name": "Harmless again"}),
    ):
        command_id = UUID(int=world.chance.getrandbits(128), version=4)
        call = caller.send(Step("customers", command, stream_id, command_id, body))
        if command == "register-customer":
            world.recorder.note(Poison(position=call.position))
    world.fault(f"the fold of one read model raises at position {call.position - 1}")
    caller.close()


def _dead_lettered(world: World) -> Sequence[str]:
    vhost = world.amqp_url.rpartition("/")[2]
    queue = "hindsight.dead-letters"
    try:
        wait_until(lambda: world.queues().get(queue, 0) >= len(GARBAGE), 20.0, lambda: str(world.queues()))
    except AssertionError as error:
        return [f"messages nobody can read are not all among the dead letters: {error}"]
    world.servers.broker.control("purge_queue", "--vhost", vhost, queue)
    return NOTHING


def disorder(_: World, seconds: float) -> Sequence[str]:
    """F17: the relay is the one that does it."""
    time.sleep(seconds)
    return NOTHING


SCENARIOS = (
    Scenario(
        name="F16",
        title="poison: unreadable messages, unknown events, a fold that raises",
        play=poison,
        faults={"projector": ("cannot-fold",)},
    ),
    Scenario(
        name="F17",
        title="every delivery three times and out of order",
        play=disorder,
        faults={"relay": ("tells-thrice:17",)},
        delivery="at least once, in any order",
    ),
)
