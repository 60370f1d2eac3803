"""A broker that loses, doubles, delays and reorders what the relay tells it."""

import random
from collections.abc import Iterable
from typing import Any, NamedTuple

from amqp.exceptions import ConnectionForced

from shared.wire import TICK, Message, Tick, tick_from
from tests.simulation.clock import Clock

LOST, TWICE, LATE = 0.03, 0.1, 0.2


class Delivery(NamedTuple):
    """A message as a consumer gets it, by the names kombu gives its parts."""

    body: bytes
    headers: dict[str, Any]
    content_type: str = "application/json"
    content_encoding: str = "utf-8"


class Broker:
    """Takes messages from the relay; what arrives is waiting for the projector."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self.away = False
        self.waiting: list[Delivery] = []
        self.tick: Tick | None = None

    def publisher(self, _: str) -> "Publisher":
        """In the place of a connection to a real broker."""
        return Publisher(self)

    def take(self, messages: Iterable[Message]) -> None:
        """Confirm messages. Raises an AMQPError while away, when a part of them may have arrived."""
        for routing_key, body, headers in messages:
            if self.away:
                raise ConnectionForced("the broker is away")
            if self._chance.random() < LOST:
                continue
            for _ in range(2 if self._chance.random() < TWICE else 1):
                self._later(routing_key, Delivery(body, headers))

    def come_back(self) -> None:
        """Take messages again."""
        self.away = False

    def drained(self, most: int) -> list[Delivery]:
        """What a consumer gets now."""
        taken, self.waiting = self.waiting[:most], self.waiting[most:]
        return taken

    def _later(self, routing_key: str, delivery: Delivery) -> None:
        late = self._chance.random() < LATE
        seconds = self._chance.uniform(0.1, 1.0) if late else 0.001
        self._clock.after(seconds, lambda: self._arrives(routing_key, delivery))

    def _arrives(self, routing_key: str, delivery: Delivery) -> None:
        if routing_key == TICK:
            self.tick = tick_from(delivery.headers)
        else:
            self.waiting.append(delivery)


class Publisher:
    """See shared.relay.publisher.Publisher."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    def publish(self, messages: Iterable[Message]) -> None:
        self._broker.take(messages)

    def rest(self, seconds: float) -> None:
        """Nothing to stay in touch with."""

    def close(self) -> None:
        """Nothing to close."""
