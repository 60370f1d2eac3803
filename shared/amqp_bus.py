"""How does a command reach its service over RabbitMQ, and what does the caller learn when it does not?

Speaks the RPC protocol of nameko, on one connection for any number of concurrent calls.

A command is sent only while its service has a process that takes calls, so Unavailable means that nothing
was sent. From then on only an answer counts: without one by the deadline the outcome is unknown. The
broker drops a request that waited until its deadline, so no command runs long after its caller has left.
The time limit is the broker's own message expiration rather than an instant in a header, because an
instant would make a service with a wrong clock refuse everything.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiormq.exceptions import AMQPError, ChannelInvalidStateError

from shared import rpc
from shared.amqp_session import Session, UnknownService
from shared.commands import Command
from shared.handling import unknown_command
from shared.records import Header, Receipt
from shared.refusals import OutcomeUnknown, Refused, ServiceFailed, Unavailable

PATIENCE_SECONDS = 1.0
"""How long a call waits for a broker or service that is being restarted."""
RETRY_SECONDS = 0.1

_BROKEN = (AMQPError, ChannelInvalidStateError, OSError)
_log = logging.getLogger(__name__)


class AmqpBus:
    """A bus whose services are processes behind RabbitMQ. Use it on one event loop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: Session | None = None
        self._opening = asyncio.Lock()

    async def call(self, command: Command, header: Header, deadline: float = 5.0) -> Receipt:
        """See Bus."""
        asked = _Asked(command.service(), command.method(), rpc.call_body(command), header)
        return _receipt(await self._ask(asked, deadline))

    async def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        """See Bus."""
        if not commands:
            return []
        first, header = commands[0]
        asked = _Asked(first.service(), rpc.BATCH, rpc.batch_body(commands), header)
        answers = await self._ask(asked, deadline)
        if isinstance(answers, dict):  # a refusal that concerns the whole batch
            _receipt(answers)
        return [rpc.outcome(answer) for answer in answers]

    async def close(self) -> None:
        """See Bus."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, asked: "_Asked", deadline: float) -> Any:
        until = asyncio.get_running_loop().time() + deadline
        session = await self._ready(asked.service, until)
        try:
            async with asyncio.timeout_at(until):
                reply = await session.ask(asked.routing_key, asked.body, asked.header_text, _left(until))
        except UnknownService:
            raise Unavailable(service=asked.service) from None
        except (TimeoutError, *_BROKEN):
            raise OutcomeUnknown(service=asked.service) from None
        return asked.result(rpc.decode(reply))

    async def _ready(self, service: str, until: float) -> Session:
        """A session over which `service` takes calls now. Raises Unavailable."""
        patient_until = min(until, asyncio.get_running_loop().time() + PATIENCE_SECONDS)
        while True:
            try:
                async with asyncio.timeout_at(until):
                    session = await self._connected()
                    if await session.consumers(service):
                        return session
            except (UnknownService, TimeoutError):
                raise Unavailable(service=service) from None
            except _BROKEN as error:
                _log.warning("The broker cannot be reached (%s); the call waits a moment for it.", error)
            if _left(patient_until) <= RETRY_SECONDS:
                raise Unavailable(service=service)
            await asyncio.sleep(RETRY_SECONDS)

    async def _connected(self) -> Session:
        async with self._opening:
            if self._session is not None and not self._session.usable:
                # A channel may have ended on a connection that lives on.
                session, self._session = self._session, None
                with suppress(*_BROKEN):
                    await session.close()
            if self._session is None:
                self._session = await Session.open(self._url)
            return self._session


class _Asked:
    """One call as it goes over the wire."""

    def __init__(self, service: str, method: str, body: bytes, header: Header) -> None:
        self.service = service
        self.method = method
        self.routing_key = f"{service}.{method}"
        self.body = body
        self.header_text = rpc.header_text(header)
        self._correlation_id = str(header.correlation_id)

    def result(self, reply: dict[str, Any]) -> Any:
        """What the service returned. Raises Refused for an error of the protocol or of the service."""
        error = reply.get("error")
        if error is None:
            return reply["result"]
        if error["exc_type"] == "MethodNotFound":
            raise unknown_command(self.service, self.method)
        _log.error("%s failed: %s %s", self.routing_key, error["exc_type"], error.get("value"))
        raise ServiceFailed(service=self.service, correlation_id=self._correlation_id)


def _receipt(answered: dict[str, Any]) -> Receipt:
    outcome = rpc.outcome(answered)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _left(until: float) -> float:
    return until - asyncio.get_running_loop().time()
