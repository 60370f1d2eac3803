"""What does the process of the relay run?"""

import os
import signal
import socket

from shared.database import connect
from shared.log.roles import PROJECTOR
from shared.relay.relay import Relay
from shared.settings import Settings
from shared.telemetry import health, logs


def run(settings: Settings) -> None:
    """Publish events until SIGTERM or SIGINT, which end the present batch.

    Several relays may run; one works. Raises SystemExit when the settings name no broker or no database.
    """
    if not (settings.amqp_url and settings.database_url):
        raise SystemExit(
            "The relay needs a broker and a database: set HINDSIGHT_AMQP_URL and HINDSIGHT_DATABASE_URL."
        )
    # Whoever looks at the sessions of the database sees which process leads.
    name = f"hindsight relay {socket.gethostname()}:{os.getpid()}"
    engine = connect(settings.database_url, role=PROJECTOR, application_name=name)
    relay = Relay(engine, settings.amqp_url)
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: relay.stop())
    port = health.serve(settings.metrics_port, relay.problems, host=settings.host)
    logs.logger(__name__).info("health and metrics", port=port)
    relay.run()
    engine.dispose()
