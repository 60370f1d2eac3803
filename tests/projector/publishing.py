"""A relay for these tests: publishes what the log holds, as often and in which order a test wants."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep

from kombu.connection import Connection
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.consumer import EventConsumer
from shared.projector.followers import Follower
from shared.projector.queues import EVENTS
from shared.relay.runs import by_partition, later, messages
from shared.slices import PARTITIONS
from shared.wire import Message, Tick


def told(database: Engine, after: int = 0, size: int = 10) -> list[Message]:
    """The log after a position in messages, as a relay sends them, so many events at a time."""
    Fence(database).advance()
    events = Log(database).read_stored(after, 100_000)
    before = Tick(after, (after,) * PARTITIONS)
    found: list[Message] = []
    for start in range(0, len(events), size):
        some = events[start : start + size]
        runs = by_partition(some)
        tick = Tick(some[-1][0].position, tuple(later(before.previous, runs)))
        found += messages(some, runs, before, tick)
        before = tick
    return found


def last_of(sent: Sequence[Message]) -> int:
    """The last position they tell of."""
    return max(int(headers["position"]) for _, _, headers in sent)


def publish(url: str, sent: Iterable[Message]) -> None:
    """Publish messages to whoever listens."""
    with Connection(url) as connection:
        producer = connection.Producer(auto_declare=False)
        EVENTS(producer.channel).declare()
        for routing_key, body, headers in sent:
            producer.publish(
                body,
                exchange=EVENTS.name,
                routing_key=routing_key,
                headers=headers,
                content_type="application/cloudevents-batch+json",
                content_encoding="utf-8",
                delivery_mode=2,
            )


def waiting(url: str, queue: str) -> int:
    """How many messages lie in a queue."""
    with Connection(url) as connection:
        declared = connection.default_channel.queue_declare(queue, passive=True)
        return int(declared.message_count)


def left(url: str, queues: Iterable[str]) -> int:
    """How many messages lie in some queues."""
    return sum(waiting(url, queue) for queue in queues)


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
