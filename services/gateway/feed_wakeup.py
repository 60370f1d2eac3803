"""How does a gateway learn what other processes appended? From the broker, by a queue of its own."""

import asyncio

import aio_pika
from aiormq.exceptions import AMQPError, ChannelInvalidStateError

from services.gateway.feed import Feed
from shared.amqp_session import connect
from shared.telemetry.logs import logger
from shared.wire import EXCHANGE, TICK

RETRY_SECONDS = 2.0
_BROKEN = (AMQPError, ChannelInvalidStateError, OSError)
_log = logger(__name__)


async def wake_on_events(url: str, feed: Feed) -> None:
    """Wake the feed at every batch of events the relay publishes, for ever.

    While the broker is away the feed still polls the log, so events come late but none is missed.
    """
    while True:
        try:
            await _listen(url, feed)
        except _BROKEN as error:
            _log.warning("live updates wait for the broker and poll meanwhile", error=str(error))
        await asyncio.sleep(RETRY_SECONDS)


async def _listen(url: str, feed: Feed) -> None:
    connection = await connect(url, timeout=5)
    async with connection:
        channel = await connection.channel()
        exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        # A wake-up says nothing but "look": one in the queue is as good as a thousand.
        queue = await channel.declare_queue(
            exclusive=True, auto_delete=True, arguments={"x-max-length": 1, "x-overflow": "drop-head"}
        )
        await queue.bind(exchange, TICK)
        async with queue.iterator(no_ack=True) as messages:
            async for _ in messages:
                feed.wake()
