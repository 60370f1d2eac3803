"""Which exchange and queues bring events to the projector processes, and how full may they get?

Every queue is bounded, so that readers who stay away for days do not fill the broker's disk, which would
block commands too. What a full queue drops is read from the log instead. That is also why the queues have
no dead-letter exchange: it would collect what they drop.
"""

from amqp import Channel, PreconditionFailed
from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from kombu.message import Message

from shared.projector.delivery import body_of
from shared.wire import EXCHANGE

_WAITING = 100_000
_DEAD = 10_000
_BYTES = 128 * 1024 * 1024
_DEAD_FOR_MILLISECONDS = 30 * 24 * 3600 * 1000

EVENTS = Exchange(EXCHANGE, type="topic", durable=True)
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


def queue_of(group: str, longest: int = _WAITING) -> Queue:
    """The queue of a group of readers: every event, to one process at a time, the others standing by."""
    return Queue(
        f"projector.{group}",
        exchange=EVENTS,
        routing_key="#",
        durable=True,
        queue_arguments={
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-overflow": "drop-head",
            "x-max-length": longest,
            "x-max-length-bytes": _BYTES,
        },
    )


def declare(connection: Connection, queue: Queue) -> None:
    """Make sure of a group's queue; one an earlier release declared with other bounds is replaced.

    Nothing is lost by that: the readers find in the log what was waiting.
    """
    try:
        with connection.channel() as channel:
            queue(channel).declare()
    except PreconditionFailed:
        with connection.channel() as channel:
            channel.queue_delete(queue.name)
            queue(channel).declare()


def set_aside(channel: Channel, message: Message) -> None:
    """Keep a message nobody can read among the dead letters."""
    copy = channel.prepare_message(
        body_of(message),
        content_type=message.content_type,
        content_encoding=message.content_encoding,
        headers=message.headers,
        properties={"delivery_mode": 2},
    )
    channel.basic_publish(copy, routing_key=DEAD_LETTERS.name)
    message.ack()
