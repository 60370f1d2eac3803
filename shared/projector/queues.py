"""Which exchange and queues bring events to the projector processes?"""

from kombu.entity import Exchange, Queue

from shared.wire import EXCHANGE

EVENTS = Exchange(EXCHANGE, type="topic", durable=True)
DEAD = Exchange("hindsight.dead", type="topic", durable=True)
DEAD_LETTERS = Queue(
    "hindsight.dead", exchange=DEAD, routing_key="#", durable=True, queue_arguments={"x-queue-type": "quorum"}
)


def queue_of(group: str) -> Queue:
    """The queue of a group of readers: every event, to one process at a time, the others standing by."""
    return Queue(
        f"projector.{group}",
        exchange=EVENTS,
        routing_key="#",
        durable=True,
        queue_arguments={
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-dead-letter-exchange": DEAD.name,
        },
    )
