"""Which exchanges and queues bring events to the projector processes, and how full may they get?

Every queue is bounded, so that readers who stay away for days do not fill the broker's disk, which would
block commands too. What a full queue drops is read from the log instead, and is no dead letter: the exchange
for those passes on only what a reader rejected, or what was delivered again and again.
"""

from amqp import PreconditionFailed
from kombu.connection import Connection
from kombu.entity import Exchange, Queue

from shared.slices import PARTITIONS, WHOLE
from shared.wire import EXCHANGE, TICK

_WAITING = 20_000
_DEAD = 10_000
_BYTES = 64 * 1024 * 1024
_DEAD_FOR_MILLISECONDS = 30 * 24 * 3600 * 1000
_DELIVERIES = 20

EVENTS = Exchange(EXCHANGE, type="topic", durable=True)
DEAD = Exchange("hindsight.dead-letters", type="headers", durable=True)
DEAD_LETTERS = Queue(
    "hindsight.dead-letters",
    durable=True,
    queue_arguments={
        "x-queue-type": "quorum",
        "x-overflow": "drop-head",
        "x-max-length": _DEAD,
        "x-max-length-bytes": _BYTES,
        "x-message-ttl": _DEAD_FOR_MILLISECONDS,
    },
)
_REASONS = ("rejected", "delivery_limit")


def partition_queues(group: str = "read_models") -> dict[int, Queue]:
    """The queue of each partition, and that of readers of the whole log."""
    found = {p: durable_queue(f"{group}.{p:02d}", f"{p:02d}.#") for p in range(PARTITIONS)}
    return found | {WHOLE: durable_queue(f"{group}.whole", "log.#")}


def durable_queue(name: str, routing_key: str, longest: int = _WAITING) -> Queue:
    """A queue whose messages go to one process at a time, in order, the others standing by."""
    return Queue(
        f"projector.{name}",
        exchange=EVENTS,
        routing_key=routing_key,
        durable=True,
        queue_arguments={
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-overflow": "drop-head",
            "x-max-length": longest,
            "x-max-length-bytes": _BYTES,
            "x-dead-letter-exchange": DEAD.name,
            "x-delivery-limit": _DELIVERIES,
        },
    )


def tick_queue() -> Queue:
    """A queue of this connection alone, which holds the last tick: it says all that earlier ones did."""
    return Queue(
        exchange=EVENTS,
        routing_key=TICK,
        exclusive=True,
        auto_delete=True,
        durable=False,
        queue_arguments={"x-max-length": 1, "x-overflow": "drop-head"},
    )


def declare(connection: Connection, queue: Queue) -> None:
    """Make sure of a queue; one an earlier release declared with other bounds is replaced.

    Nothing is lost by that: the readers find in the log what was waiting.
    """
    try:
        with connection.channel() as channel:
            queue(channel).declare()
    except PreconditionFailed:
        with connection.channel() as channel:
            channel.queue_delete(queue.name)
            queue(channel).declare()


def declare_dead_letters(connection: Connection) -> None:
    """Make sure that what is dead-lettered is kept."""
    declare(connection, DEAD_LETTERS)
    with connection.channel() as channel:
        DEAD(channel).declare()
        for reason in _REASONS:
            # Only this kind of match looks at headers that begin with x-.
            wanted = {"x-match": "all-with-x", "x-first-death-reason": reason}
            channel.queue_bind(DEAD_LETTERS.name, DEAD.name, arguments=wanted)
