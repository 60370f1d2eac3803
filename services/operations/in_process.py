"""How do services, read models and policies run inside one process, over one database?"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from sqlalchemy import Engine

from projections.identity.access import access
from services import product
from services.operations.migration import prepare
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

BUS_THREADS = 16


class InProcess(NamedTuple):
    """The way to the services, and what follows the log they append to."""

    bus: LocalBus
    tail: Tail


def in_process(url: str, stack: ExitStack, name: str) -> InProcess:
    """The product over the database at `url`, prepared and followed; what it opens is closed with `stack`.

    `name` begins what an administrator sees beside each session. Of several processes over one database one
    folds, and the tails of the others stand by.
    """

    def opened(role: str, connections: int, part: str) -> Engine:
        engine = connect(url, role=role, pool_size=connections, application_name=f"{name} {part}")
        stack.callback(engine.dispose)
        return engine

    owner = connect(url, pool_size=2, application_name=f"{name} migrate")
    prepare(owner)
    owner.dispose()
    directory = access(Log(opened(READER, 2, "rights")))
    applications = {
        context.name: context.application(
            Log(opened(role_of(context.name), BUS_THREADS, context.name)), directory
        )
        for context in product.CONTEXTS
    }
    tail = _tail(opened(PROJECTOR, 4, "projector"), applications)
    tail.start()
    stack.callback(tail.stop)
    return InProcess(_Waking(applications, tail), tail)


def _tail(engine: Engine, applications: Mapping[str, Application]) -> Tail:
    policies = [
        PolicyRunner(engine, name, react, applications[name]) for name, react in product.policies().items()
    ]
    return Tail(engine, Projector(engine, product.PROJECTIONS), policies)


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
