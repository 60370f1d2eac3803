"""What does the broker know: who takes commands, and what lies among the dead letters?"""

from collections.abc import Sequence

from amqp.exceptions import AMQPError
from amqp.exceptions import NotFound as NoQueue
from kombu import Connection
from kombu.exceptions import OperationalError

from shared.projector.queues import DEAD_LETTERS
from shared.rpc import queue_of
from shared.status.facts import Broker, Service

_ANSWER_SECONDS = 1.0


def ask(url: str, services: Sequence[str]) -> Broker:
    """Ask about the queues of these services; `problem` is set where the broker does not answer in time."""
    connection = Connection(
        url,
        connect_timeout=_ANSWER_SECONDS,
        transport_options={"read_timeout": _ANSWER_SECONDS, "write_timeout": _ANSWER_SECONDS},
    )
    try:
        found = [_queue(connection, queue_of(name)) for name in services]
        _, dead = _queue(connection, DEAD_LETTERS.name)
    except (OSError, OperationalError, AMQPError) as error:
        return Broker(problem=f"The broker does not answer: {' '.join(str(error).split())}.")
    finally:
        connection.collect(_ANSWER_SECONDS)
    services_found = [
        Service(name, processes, waiting) for name, (processes, waiting) in zip(services, found, strict=True)
    ]
    return Broker(services=services_found, dead_letters=dead)


def _queue(connection: Connection, name: str) -> tuple[int, int]:
    """How many consumers the queue has, and how many messages wait in it; nothing where it does not exist."""
    try:
        with connection.channel() as channel:
            found = channel.queue_declare(name, passive=True)
    except NoQueue:
        return 0, 0
    return int(found.consumer_count), int(found.message_count)
