"""How does all of Hindsight run in one process?"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial

from sqlalchemy import Engine

from services import product
from services.gateway.feed import Feed
from services.gateway.reading import QUERY_SECONDS
from services.gateway.runtime import Runtime
from services.operations.console import answer, say
from services.operations.listening import listen, trusted_hosts
from services.operations.migration import prepare
from services.operations.readiness import Checks, database_checks
from services.operations.server import end_on_sigterm, serve
from services.operations.watch import tell_of_others, watched
from shared.application import Application
from shared.commands import Command
from shared.database import connect
from shared.local_bus import LocalBus
from shared.log.log import Log
from shared.log.roles import PROJECTOR, READER, role_of
from shared.policy import PolicyRunner
from shared.projector.engine import Projector
from shared.projector.tail import Tail
from shared.records import Header, Receipt
from shared.refusals import Refused
from shared.servers import postgres
from shared.settings import Settings
from shared.telemetry import logs

BUS_THREADS = 16


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
            serve(runtime, held, partial(_announce, json=json))
    except KeyboardInterrupt:
        say("Hindsight has stopped.")


def _announce(url: str, *, json: bool) -> None:
    answer({"url": url}, f"Hindsight runs at {url}  (Ctrl-C stops it)", json=json)


def assemble(settings: Settings, url: str, stack: ExitStack) -> Runtime:
    """The product over the database at `url`, prepared and followed; what it opens is closed with `stack`."""
    owner = connect(url, pool_size=2, application_name="hindsight migrate")
    prepare(owner)
    owner.dispose()
    applications = {name: _application(url, name, stack) for name in product.names()}
    folding = _engine(url, PROJECTOR, 4, "projector", stack)
    tail = Tail(folding, Projector(folding, product.PROJECTIONS), _policies(folding, applications))
    reading = _engine(url, READER, 8, "gateway", stack, statement_seconds=QUERY_SECONDS)
    log = Log(reading)
    feed = Feed(log)
    tail.listen(feed.wake)
    tail.start()
    stack.callback(tail.stop)
    database = database_checks(reading, product.PROJECTIONS)

    def readiness() -> Checks:
        return {**database(), "tail": tail.problem()}

    bus = _Waking(applications, tail)
    return Runtime(reading, log, bus, feed, settings, readiness, trusted_hosts())


def _application(url: str, name: str, stack: ExitStack) -> Application:
    context = next(context for context in product.CONTEXTS if context.name == name)
    return context.application(Log(_engine(url, role_of(name), BUS_THREADS, name, stack)))


def _policies(engine: Engine, applications: Mapping[str, Application]) -> list[PolicyRunner]:
    return [
        PolicyRunner(engine, name, react, applications[name]) for name, react in product.policies().items()
    ]


def _engine(
    url: str,
    role: str,
    connections: int,
    name: str,
    stack: ExitStack,
    *,
    statement_seconds: float | None = None,
) -> Engine:
    engine = connect(
        url,
        role=role,
        pool_size=connections,
        application_name=f"hindsight {name}",
        statement_seconds=statement_seconds,
    )
    stack.callback(engine.dispose)
    return engine


class _Waking(LocalBus):
    """Tells the tail of each command, so that read models follow at once instead of at the next look."""

    def __init__(self, applications: Mapping[str, Application], tail: Tail) -> None:
        super().__init__(applications, threads=BUS_THREADS)
        self._tail = tail

    async def call(self, command: Command, header: Header, deadline: float = 5.0) -> Receipt:
        receipt = await super().call(command, header, deadline)
        self._tail.wake()
        return receipt

    async def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        answers = await super().call_many(commands, deadline)
        self._tail.wake()
        return answers
