"""How does a call of nameko become a command of a context, and what comes back?

A service class names its context and lists its entrypoints, one statement each:

    class SalesService:
        name = "sales"
        sales = Context(sales, Access)

        @rpc
        def move_deal(self, **payload):
            return self.sales.handle(MoveDeal, payload)
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from nameko.containers import WorkerContext
from nameko.extensions import DependencyProvider
from nameko.rpc import Rpc, RpcConsumer
from sqlalchemy import Engine

from shared import handling
from shared.application import Application
from shared.commands import Command, parse
from shared.database import connect
from shared.log.log import Log
from shared.log.roles import role_of
from shared.refusals import Refused
from shared.rights.directory import Directory
from shared.rpc import Sent, answer, header_from, header_of
from shared.telemetry.logs import logger

DATABASE_URL = "HINDSIGHT_DATABASE_URL"
Answer = dict[str, Any]
D = TypeVar("D", bound=Directory)


class Context(DependencyProvider):  # type: ignore[misc]  # nameko carries no types
    """Builds a context's application once per process, on the database role that appends its events only."""

    def __init__(self, build: Callable[[Log, D], Application], directory: Callable[[Engine], D]) -> None:
        self._build: Callable[[Engine], Application] = lambda engine: build(Log(engine), directory(engine))

    def setup(self) -> None:
        """Called by nameko when the service starts."""
        name, config = self.container.service_name, self.container.config
        self.engine = connect(
            config[DATABASE_URL],
            role=role_of(name),
            pool_size=self.container.max_workers,
            application_name=f"hindsight {name}",
        )
        self.application = self._build(self.engine)

    def stop(self) -> None:
        """Called by nameko when the service ends."""
        self.engine.dispose()

    def get_dependency(self, worker_ctx: WorkerContext) -> "Caller":
        """Called by nameko for each call."""
        return Caller(self.application, worker_ctx.data)


class Caller:
    """One call: the application, and the header its command came with. Every refusal comes back as data."""

    def __init__(self, application: Application, context_data: dict[str, Any]) -> None:
        self._application = application
        self._context_data = context_data

    def handle(self, command: type[Command], payload: dict[str, Any]) -> Answer:
        """Carry out one command."""
        try:
            header = header_from(self._context_data)
            return answer(handling.handle(self._application, parse(command, payload), header))
        except Refused as refused:
            return answer(refused)

    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        """Carry out commands in order: one answer each, or a single refusal that concerns all of them."""
        try:
            asked = [self._read(*sent) for sent in commands]
            return [answer(one) for one in handling.handle_many(self._application, asked)]
        except Refused as refused:
            return answer(refused)

    def _read(self, method: str, payload: dict[str, Any], header: dict[str, Any]) -> handling.Asked:
        known = header_of(header)
        command = self._application.commands.get(method)
        if command is None:
            return handling.unknown_command(self._application.name, method), known
        try:
            return parse(command, payload), known
        except Refused as refused:
            return refused, known


class _Requests(RpcConsumer):  # type: ignore[misc]
    def handle_result(self, message: Any, result: Any, exc_info: Any) -> Any:
        """Send the answer. One that cannot be sent is lost; nameko by itself would end the service."""
        try:
            return super().handle_result(message, result, exc_info)
        except Exception as error:
            logger(__name__).warning("an answer could not be sent", error=str(error))
            self._settle(message)
            return result, exc_info

    def _settle(self, message: Any) -> None:
        # Where the connection is lost the broker delivers the request again; the log knows its command id.
        try:
            self.queue_consumer.ack_message(message)
        except OSError:
            return


class _Entrypoint(Rpc):  # type: ignore[misc]
    rpc_consumer = _Requests()


rpc: Callable[..., Any] = _Entrypoint.decorator
"""Marks a method as an entrypoint."""
