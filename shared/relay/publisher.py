"""How are many messages published at once, and when does the broker have all of them?"""

import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import amqp
from amqp.exceptions import AMQPError
from kombu.connection import Connection

from shared.amqp_addresses import in_any_order
from shared.telemetry.logs import logger
from shared.telemetry.metrics import relay_unheard_events
from shared.wire import CONTENT_TYPE, EXCHANGE, Message

HEARTBEAT_SECONDS = 20
CONNECT_SECONDS = 3.0
SOCKET_SECONDS = 30.0
CONFIRM_SECONDS = 5.0
"""Without any confirm for so long messages are sent again: a queue that lost its leader in a crash of the
broker forgets them."""
PERSISTENT = 2

BROKEN = (AMQPError, OSError)
"""What a publisher raises when its connection is of no use any more."""


class NotTaken(OSError):
    """The broker refused messages, or did not confirm them in time; they have to be sent again."""


class Publisher:
    """A connection that sends events, and waits for the confirms of many at once."""

    def __init__(self, url: str) -> None:
        """Connect. Raises one of BROKEN."""
        self._connection: Any = Connection(
            in_any_order(url),
            heartbeat=HEARTBEAT_SECONDS,
            connect_timeout=CONNECT_SECONDS,
            transport_options={"read_timeout": SOCKET_SECONDS, "write_timeout": SOCKET_SECONDS},
        )
        self._connection.connect()
        self._channel = self._connection.channel()
        self._channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._taken)
        self._channel.events["basic_nack"].add(self._refused)
        self._channel.events["basic_return"].add(self._unheard)
        self._unconfirmed: OrderedDict[int, None] = OrderedDict()
        self._sent = 0
        self._reported: set[str] = set()
        self._next_heartbeat = self._last_confirm = 0.0

    def publish(self, messages: Iterable[Message]) -> None:
        """Send messages; returns when the broker has confirmed every one. Raises one of BROKEN."""
        for routing_key, body, headers in messages:
            self._sent += 1
            self._unconfirmed[self._sent] = None
            message = amqp.Message(
                body, application_headers=headers, content_type=CONTENT_TYPE, delivery_mode=PERSISTENT
            )
            # Somebody should take the partitions; whoever follows the whole log need not be there.
            mandatory = routing_key[0].isdigit()
            self._channel.basic_publish(message, EXCHANGE, routing_key, mandatory=mandatory)
        self._wait_for_confirms()

    def rest(self, seconds: float) -> None:
        """Do nothing for a while, but stay in touch. Raises one of BROKEN when the connection is lost."""
        if time.monotonic() >= self._next_heartbeat:
            self._connection.heartbeat_check()
            self._next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS / 4
        try:
            self._connection.drain_events(timeout=seconds)
        except TimeoutError:
            return

    def close(self) -> None:
        """Drop the connection, without the handshake: a broker in trouble does not answer it."""
        self._connection.collect(socket_timeout=1.0)

    def _wait_for_confirms(self) -> None:
        self._last_confirm = time.monotonic()
        while self._unconfirmed:
            if time.monotonic() - self._last_confirm > CONFIRM_SECONDS:
                raise NotTaken(
                    "the broker confirmed nothing for a while: it has an alarm, or a queue is down"
                )
            self.rest(0.5)

    def _taken(self, tag: int, multiple: bool) -> None:
        self._last_confirm = time.monotonic()
        if not multiple:
            self._unconfirmed.pop(tag, None)
            return
        while self._unconfirmed and next(iter(self._unconfirmed)) <= tag:
            self._unconfirmed.popitem(last=False)

    def _refused(self, tag: int, multiple: bool) -> None:
        raise NotTaken("the broker refused messages; its log says why")

    def _unheard(self, _: Exception, __: str, routing_key: str, ___: amqp.Message) -> None:
        # Nothing is lost: a reader that comes later starts from the log.
        relay_unheard_events.inc()
        if routing_key not in self._reported:
            self._reported.add(routing_key)
            logger(__name__).info("no queue takes these events yet", routing_key=routing_key)
