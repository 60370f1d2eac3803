"""How does the gateway run when services, relay and projectors are processes of their own?"""

from functools import partial

from services import product
from services.gateway.feed import Feed
from services.gateway.reading import QUERY_SECONDS
from services.gateway.runtime import Runtime
from services.operations.broker import broker_problem
from services.operations.console import answer, say
from services.operations.database import given_urls
from services.operations.listening import listen, trusted_hosts
from services.operations.readiness import Checks, database_checks
from services.operations.server import end_on_sigterm, serve
from shared.amqp_bus import AmqpBus
from shared.database import connect
from shared.log.log import Log
from shared.log.roles import READER
from shared.settings import Settings
from shared.telemetry import logs

# Where the broker is away the log is looked at this often, so that live updates come late but come.
POLL_SECONDS = 2.0


def run(settings: Settings, *, port: int | None = None, json: bool = False) -> None:
    """Serve until SIGINT or SIGTERM; the servers may come later. Raises CannotListen, SettingMissing."""
    database_url, amqp_url = given_urls(settings)
    logs.configure("gateway")
    end_on_sigterm()
    held = listen(settings, port)
    try:
        serve(_runtime(settings, database_url, amqp_url), held, partial(_announce, json=json))
    except KeyboardInterrupt:
        say("The gateway has stopped.")
    finally:
        held.close()


def _announce(url: str, *, json: bool) -> None:
    answer({"url": url}, f"The gateway listens at {url}", json=json)


def _runtime(settings: Settings, database_url: str, amqp_url: str) -> Runtime:
    engine = connect(
        database_url,
        role=READER,
        pool_size=8,
        application_name="hindsight gateway",
        statement_seconds=QUERY_SECONDS,
    )
    log = Log(engine)
    database = database_checks(engine, product.PROJECTIONS)

    def readiness() -> Checks:
        return {**database(), "broker": broker_problem(amqp_url)}

    feed = Feed(log, poll_seconds=POLL_SECONDS)
    return Runtime(
        engine, log, AmqpBus(amqp_url), feed, settings, readiness, trusted_hosts(), events_url=amqp_url
    )
