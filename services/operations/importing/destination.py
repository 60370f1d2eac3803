"""Where do commands of an import go: into this process, or over RabbitMQ to the services?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Engine

from services import product
from shared.amqp_bus import AmqpBus
from shared.blocking import Blocking
from shared.database import connect
from shared.local_bus import LocalBus
from shared.log.log import Log
from shared.log.schema import migrate
from shared.projector.engine import Projector
from shared.projector.tail import Tail
from shared.projector.wait import wait_for
from shared.servers.postgres import provide
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
    """The services, ready to take commands: over RabbitMQ where an address is given, else in this process."""
    server = provide(settings)
    engine = connect(server.url, pool_size=10, application_name="hindsight import")
    try:
        migrate(engine, product.names())
        log = Log(engine)
        with _sending(settings, engine, log) as bus:
            yield Destination(engine, log, bus)
    finally:
        engine.dispose()
        server.stop()


@contextmanager
def _sending(settings: Settings, engine: Engine, log: Log) -> Iterator[Blocking]:
    if settings.amqp_url:
        bus = Blocking(AmqpBus(settings.amqp_url))
        try:
            yield bus
        finally:
            bus.close()
        return
    bus = Blocking(LocalBus(product.applications(log)))
    # Stands by when a running server folds already.
    tail = Tail(engine, Projector(engine, product.PROJECTIONS))
    tail.start()
    try:
        yield bus
    finally:
        bus.close()
        tail.stop()
