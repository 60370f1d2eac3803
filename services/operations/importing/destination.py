"""Where do commands of an import go: into this process, or over RabbitMQ to the services?"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from sqlalchemy import Engine

from services import product
from services.operations.database import database, given_urls
from services.operations.in_process import in_process
from services.operations.installation import installed
from shared.amqp_bus import AmqpBus
from shared.blocking import Blocking
from shared.bus import Bus
from shared.database import connect
from shared.log.log import Log
from shared.log.roles import READER
from shared.projector.wait import wait_for
from shared.settings import Settings

CATCH_UP_SECONDS = 600.0
NAME = "hindsight import"


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
        url, services = _services(settings, stack)
        engine = connect(url, role=READER, application_name=NAME)
        stack.callback(engine.dispose)
        bus = Blocking(services)
        stack.callback(bus.close)
        yield Destination(engine, Log(engine), bus)


def _services(settings: Settings, stack: ExitStack) -> tuple[str, Bus]:
    if (known := installed(settings)).amqp_url:
        url, amqp_url = given_urls(known)
        return url, AmqpBus(amqp_url)
    url = stack.enter_context(database(settings))
    return url, in_process(url, stack, NAME).bus
