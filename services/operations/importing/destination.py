"""Where do commands of an import go: into this process, or over RabbitMQ to the services?"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import NamedTuple

from sqlalchemy import Engine

from services import product
from services.operations.database import given_urls
from services.operations.installation import installed
from services.operations.migration import prepare
from shared.amqp_bus import AmqpBus
from shared.application import Application
from shared.blocking import Blocking
from shared.database import connect
from shared.local_bus import LocalBus
from shared.log.log import Log
from shared.log.roles import PROJECTOR, READER, role_of
from shared.policy import PolicyRunner
from shared.projector.engine import Projector
from shared.projector.tail import Tail
from shared.projector.wait import wait_for
from shared.servers import postgres
from shared.settings import Settings

CATCH_UP_SECONDS = 600.0


class Destination(NamedTuple):
    """A log to look at, and a bus that carries commands to the services that append to it."""

    engine: Engine
    log: Log
    bus: Blocking

    def wait(self, position: int) -> None:
        """Return when every read model shows everything up to `position`. Raises Unavailable."""
        wait_for(self.engine, [each.name for each in product.PROJECTIONS], position, CATCH_UP_SECONDS)


@contextmanager
def destination(settings: Settings) -> Iterator[Destination]:
    """The services, ready to take commands: over RabbitMQ where they are processes, else in this process.

    They are processes where an address is given, or where a distributed installation runs on the data
    folder. Raises SettingMissing, ServerMissing.
    """
    with ExitStack() as stack:
        if (known := installed(settings)).amqp_url:
            url, amqp_url = given_urls(known)
            bus = Blocking(AmqpBus(amqp_url))
            engine = _engine(stack, url, READER)
        else:
            server = postgres.provide(settings)
            stack.callback(server.stop)
            bus, engine = _here(stack, server.url)
        stack.callback(bus.close)
        yield Destination(engine, Log(engine), bus)


def _here(stack: ExitStack, url: str) -> tuple[Blocking, Engine]:
    prepare(_engine(stack, url, None))
    engine = partial(_engine, stack, url)
    services = {
        context.name: context.application(Log(engine(role_of(context.name)))) for context in product.CONTEXTS
    }
    tail = _tail(engine(PROJECTOR), services)
    tail.start()
    stack.callback(tail.stop)
    return Blocking(LocalBus(services)), engine(READER)


def _tail(engine: Engine, services: dict[str, Application]) -> Tail:
    # Where a server runs over the same data folder, it folds, and this tail stands by.
    policies = [
        PolicyRunner(engine, name, react, services[name]) for name, react in product.policies().items()
    ]
    return Tail(engine, Projector(engine, product.PROJECTIONS), policies)


def _engine(stack: ExitStack, url: str, role: str | None) -> Engine:
    engine = connect(url, role=role, application_name="hindsight import")
    stack.callback(engine.dispose)
    return engine
