"""What does the process of the scheduler run, and what does embedded mode run in its place?"""

import os
import signal
from contextlib import ExitStack
from threading import Event

from services.gateway.signing_in.settings import PUBLIC_URL
from services.operations.bus_handling import Services
from services.operations.database import given_urls
from services.operations.reminding.mail_server import mail_server
from services.operations.reminding.noticing import Noticing
from services.operations.reminding.reminding import Reminding
from shared.amqp_bus import AmqpBus
from shared.database import connect
from shared.log.roles import READER
from shared.scheduler import Scheduler
from shared.settings import Settings
from shared.telemetry import health, logs

LOCK = 7236843520250006


def scheduling(url: str, services: Services, stack: ExitStack) -> Scheduler:
    """A scheduler over this database, which ends with `stack`. Raises ValueError (settings of the mail)."""
    server = mail_server(os.environ)
    engine = connect(url, role=READER, pool_size=3, application_name="hindsight scheduler")
    stack.callback(engine.dispose)
    public_url = os.environ.get(PUBLIC_URL, "").rstrip("/")
    reminding = Reminding(engine, services, server, public_url)
    noticing = Noticing(engine, services, server, public_url)

    def step() -> None:
        reminding.step()
        noticing.step()

    scheduler = Scheduler(engine, LOCK, step)
    scheduler.start()
    stack.callback(scheduler.stop)
    return scheduler


def run(settings: Settings) -> None:
    """Remind people of their tasks until SIGTERM or SIGINT; a second process stands by."""
    database_url, amqp_url = given_urls(settings)
    logs.configure("scheduler")
    ended = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: ended.set())
    with ExitStack() as stack:
        services = Services(AmqpBus(amqp_url))
        stack.callback(services.close)
        scheduler = scheduling(database_url, services, stack)
        health.serve(settings.metrics_port, lambda: {"scheduler": scheduler.problem()}, host=settings.host)
        ended.wait()
