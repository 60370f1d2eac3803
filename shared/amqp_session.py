"""What does a caller keep on one connection to RabbitMQ: its reply queue and its pending calls?"""

import asyncio
import time
from typing import Any
from uuid import uuid4

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange, AbstractIncomingMessage
from aiormq.exceptions import AMQPError, ChannelNotFoundEntity, PublishError

from shared import rpc
from shared.amqp_addresses import addresses

HEARTBEAT_SECONDS = 10
FRESH_SECONDS = 0.01


async def connect(url: str, **options: Any) -> AbstractConnection:
    """A connection to any of the addresses in the URL. Raises OSError or AMQPError."""
    failure: Exception = ConnectionError("the URL of the broker names no address")
    for address in addresses(url):
        try:
            opened: AbstractConnection = await aio_pika.connect(address, **options)
            return opened
        except StopAsyncIteration:  # what aiormq says where a connection is closed before the first word
            failure = ConnectionResetError("the broker closed the connection at once")
        except (AMQPError, OSError) as error:
            failure = error
    raise failure


class UnknownService(LookupError):
    """No process ever served these calls: their queue does not exist."""


class Session:
    """An open connection; once it is not `usable` any more, its owner opens another."""

    def __init__(self, connection: AbstractConnection) -> None:
        self._connection = connection
        self._pending: dict[str, asyncio.Future[bytes]] = {}
        self._consumers: dict[str, tuple[float, int]] = {}
        self._looking = asyncio.Lock()
        self._reply_to = str(uuid4())

    @classmethod
    async def open(cls, url: str) -> "Session":
        """Connect and listen for replies. Raises OSError or AMQPError."""
        connection = await connect(url, heartbeat=HEARTBEAT_SECONDS)
        session = cls(connection)
        try:
            await session._listen()
        except BaseException:
            await connection.close()
            raise
        return session

    @property
    def usable(self) -> bool:
        """Whether calls can still be sent on it."""
        return not (self._connection.is_closed or self._calls.is_closed)

    async def consumers(self, service: str) -> int:
        """How many processes take calls for `service`, as of FRESH_SECONDS ago. Raises UnknownService."""
        async with self._looking:
            seen, count = self._consumers.get(service, (0.0, 0))
            if count and time.monotonic() - seen < FRESH_SECONDS:
                return count
            count = await self._look(service)
            self._consumers[service] = time.monotonic(), count
            return count

    async def ask(self, routing_key: str, body: bytes, header: str, seconds: float) -> bytes:
        """The reply to one call. Raises UnknownService, and ConnectionError when the connection is lost.

        A request that nobody took within `seconds` is dropped by the broker and never runs.
        """
        number = str(uuid4())
        reply = self._pending[number] = asyncio.get_running_loop().create_future()
        try:
            await self._exchange.publish(self._request(number, body, header, seconds), routing_key)
            answer: bytes = await reply
            return answer
        except PublishError:
            raise UnknownService(routing_key) from None
        finally:
            del self._pending[number]

    async def close(self) -> None:
        """Close the connection; calls that wait for a reply lose it."""
        await self._connection.close()

    def _request(self, number: str, body: bytes, header: str, seconds: float) -> aio_pika.Message:
        return aio_pika.Message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=number,
            reply_to=self._reply_to,
            expiration=max(seconds, 0.001),
            headers={rpc.HEADER: header, rpc.CALL_STACK: []},
        )

    async def _listen(self) -> None:
        self._calls = await self._channel(on_return_raises=True)
        self._looks = await self._channel()
        self._exchange: AbstractExchange = await self._calls.declare_exchange(
            rpc.EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True
        )
        replies = await self._calls.declare_queue(f"rpc.reply-{self._reply_to}", exclusive=True)
        await replies.bind(self._exchange, self._reply_to)
        await replies.consume(self._take, no_ack=True)
        self._connection.close_callbacks.add(self._lost)
        self._calls.close_callbacks.add(self._lost)

    async def _channel(self, **options: Any) -> AbstractChannel:
        try:
            return await self._connection.channel(**options)
        except RuntimeError as error:  # what aiormq says of a connection that has just been lost
            raise ConnectionResetError(str(error)) from error

    async def _look(self, service: str) -> int:
        if self._looks.is_closed:  # the broker closes a channel that asked for a queue that does not exist
            self._looks = await self._channel()
        try:
            queue = await self._looks.declare_queue(rpc.queue_of(service), passive=True)
        except ChannelNotFoundEntity:
            raise UnknownService(service) from None
        return queue.declaration_result.consumer_count or 0

    async def _take(self, message: AbstractIncomingMessage) -> None:
        reply = self._pending.get(message.correlation_id or "")
        if reply is not None and not reply.done():
            reply.set_result(message.body)

    def _lost(self, *_: object) -> None:
        for reply in self._pending.values():
            if not reply.done():
                reply.set_exception(ConnectionResetError("the connection to the broker was lost"))
