"""Can a service's broker be reached, and does anyone take the service's calls from it?"""

from typing import Any

from amqp.exceptions import AMQPError, NotFound
from kombu.connection import Connection

from shared.amqp_addresses import in_any_order
from shared.rpc import queue_of

PROBE_SECONDS = 3.0


class Broker:
    """The broker at `url`, as the service `name` sees it. Each question opens a connection of its own."""

    def __init__(self, url: str, name: str) -> None:
        self.url = url
        self._queue = queue_of(name)

    def unreachable(self) -> str | None:
        """What keeps us from connecting, or None."""
        try:
            with self._connection() as connection:
                connection.connect()
        except (OSError, AMQPError) as error:
            return f"the broker cannot be reached: {error}"
        return None

    def problem(self) -> str | None:
        """What keeps calls from being taken, or None."""
        try:
            with self._connection() as connection:
                connection.connect()  # which says what is wrong in the words of the layer below
                taken = connection.default_channel.queue_declare(self._queue, passive=True)
        except NotFound:
            return f"the queue {self._queue} does not exist yet"
        except (OSError, AMQPError) as error:
            return f"the broker cannot be reached: {error}"
        return None if taken.consumer_count else f"nobody takes calls from {self._queue}"

    def _connection(self) -> Any:
        return Connection(in_any_order(self.url), connect_timeout=PROBE_SECONDS)
