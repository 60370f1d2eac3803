"""Are the processes of a distributed installation there: services, relay, projector, scheduler?"""

from collections.abc import Iterator

from amqp.exceptions import NotFound as NoQueue
from kombu import Connection as Broker
from sqlalchemy import Connection

from services import product
from services.operations.diagnosis.finding import Finding, ill, well
from shared.rpc import queue_of

_SESSIONS = (
    "select count(*) from pg_stat_activity "
    "where starts_with(application_name, %s) and datname = current_database()"
)


def followers(connection: Connection) -> Iterator[Finding]:
    """Findings about the processes that work by themselves; each keeps sessions of its name."""
    for name in ("relay", "projector", "scheduler"):
        sessions = connection.exec_driver_sql(_SESSIONS, (f"hindsight {name}",)).scalar_one()
        if sessions:
            yield well(f"{name} process", "It is connected to the database.")
        else:
            yield _missing(f"{name} process", "None is connected to the database.", name)


def services(url: str) -> Iterator[Finding]:
    """Findings about the services: does somebody take commands from the queue of each?"""
    with Broker(url, connect_timeout=5) as broker:
        for name in product.names():
            processes = _consumers(broker, queue_of(name))
            if processes:
                yield well(f"service {name}", f"Processes that take commands: {processes}.")
            else:
                yield _missing(f"service {name}", "No process takes its commands.", f"service {name}")


def _consumers(broker: Broker, queue: str) -> int:
    try:
        return int(broker.channel().queue_declare(queue, passive=True).consumer_count)
    except NoQueue:
        return 0


def _missing(subject: str, what: str, command: str) -> Finding:
    return ill(subject, what, f"Start `hindsight {command}`; run-distributed starts it again by itself.")
