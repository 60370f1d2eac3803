"""A relay for these tests: publishes what the log holds, as often and in which order a test wants."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Any

from kombu.connection import Connection
from kombu.entity import Queue
from sqlalchemy import Engine

from shared import wire
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.mapper import Mapper
from shared.projector.consumer import EventConsumer
from shared.projector.followers import Follower
from shared.projector.queues import EVENTS, queue_of

Sent = tuple[bytes, dict[str, Any]]


def messages(database: Engine) -> list[Sent]:
    """Every event of the log as a message."""
    Fence(database).advance()
    records = Log(database).read(0, 10_000)
    before = [0, *(record.position for record in records)]
    pack = Mapper().pack
    return [
        wire.to_message(record.envelope, pack(record.event), prev)
        for record, prev in zip(records, before, strict=False)
    ]


def publish(url: str, group: str, sent: Sequence[Sent], queue: Queue | None = None) -> None:
    """Publish messages, after making sure that the queue of the group is there."""
    with Connection(url) as connection:
        producer = connection.Producer(auto_declare=False)
        (queue or queue_of(group))(producer.channel).declare()
        for body, headers in sent:
            producer.publish(
                body,
                exchange=EVENTS.name,
                routing_key=headers.get("ce-type", ""),
                headers=headers,
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
            )


def waiting(url: str, queue: str) -> int:
    """How many messages lie in a queue."""
    with Connection(url) as connection:
        declared = connection.default_channel.queue_declare(queue, passive=True)
        return int(declared.message_count)


@contextmanager
def consuming(url: str, group: str, follower: Follower) -> Iterator[EventConsumer]:
    """A consumer at work in a thread."""
    consumer = EventConsumer(url, group, follower)
    thread = Thread(target=consumer.run, daemon=True)
    thread.start()
    try:
        yield consumer
    finally:
        consumer.stop()
        thread.join(20)


def eventually(reached: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what has no position to wait for. Raises AssertionError at the deadline."""
    deadline = monotonic() + seconds
    while not reached():
        assert monotonic() < deadline, "it did not happen in time"
        sleep(0.02)
