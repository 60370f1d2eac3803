"""How does all of Hindsight run in one process?"""

import logging
from contextlib import ExitStack
from functools import partial

from services import product
from services.gateway.feed import Feed
from services.gateway.reading import QUERY_SECONDS
from services.gateway.runtime import Runtime
from services.operations.bus_handling import Services
from services.operations.console import answer, say
from services.operations.in_process import in_process
from services.operations.listening import listen, trusted_hosts
from services.operations.readiness import Checks, database_checks
from services.operations.reminding.process import scheduling
from services.operations.server import end_on_sigterm, serve
from services.operations.watch import tell_of_others, watched
from shared.database import connect
from shared.log.log import Log
from shared.log.roles import READER
from shared.servers import postgres
from shared.settings import Settings
from shared.telemetry import logs


def run(settings: Settings, *, port: int | None = None, json: bool = False) -> None:
    """Serve until SIGINT or SIGTERM. Raises CannotListen, ServerMissing."""
    logs.configure("hindsight", level=logging.WARNING)
    end_on_sigterm()
    try:
        with ExitStack() as stack:
            held = listen(settings, port)
            stack.callback(held.close)
            server = postgres.provide(settings)
            stack.callback(server.stop)
            stack.enter_context(watched("PostgreSQL", server))
            tell_of_others(server)
            runtime = assemble(settings, server.url, stack)
            scheduling(server.url, Services(runtime.bus), stack)
            serve(runtime, held, partial(_announce, json=json))
    except KeyboardInterrupt:
        say("Hindsight has stopped.")


def _announce(url: str, *, json: bool) -> None:
    answer({"url": url}, f"Hindsight runs at {url}  (Ctrl-C stops it)", json=json)


def assemble(settings: Settings, url: str, stack: ExitStack) -> Runtime:
    """The gateway over the whole product in this process; what it opens is closed with `stack`."""
    bus, tail = in_process(url, stack, "hindsight")
    engine = connect(
        url,
        role=READER,
        pool_size=8,
        application_name="hindsight gateway",
        statement_seconds=QUERY_SECONDS,
    )
    stack.callback(engine.dispose)
    log = Log(engine)
    feed = Feed(log)
    tail.listen(feed.wake)
    database = database_checks(engine, product.PROJECTIONS)

    def readiness() -> Checks:
        return {**database(), "tail": tail.problem()}

    runtime = Runtime(engine, log, bus, feed, settings, readiness, trusted_hosts())
    tail.listen(runtime.reader.tell)
    return runtime
