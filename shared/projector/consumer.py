"""How does a plain process take events from RabbitMQ, in batches, and go on when RabbitMQ is away?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic

from kombu.connection import Connection
from kombu.message import Message
from kombu.messaging import Consumer

from shared.amqp_addresses import in_any_order
from shared.projector import batch
from shared.projector.delivery import read
from shared.projector.failures import pauses, told
from shared.projector.followers import Follower
from shared.projector.queues import DEAD_LETTERS, declare, queue_of, set_aside
from shared.telemetry.logs import logger

_COLLECT_SECONDS = 0.003
_IDLE_SECONDS = 1.0
_HEARTBEAT_SECONDS = 30
_ANSWER_SECONDS = 3.0
_log = logger(__name__)


class EventConsumer:
    """Feeds one group of readers from its queue; several processes may run the same group, one works.

    A batch is acknowledged after the follower has committed it. Without the broker, and once a second
    when it is silent, the follower reads the log itself, so nothing rests on delivery.
    """

    def __init__(self, url: str, group: str, follower: Follower) -> None:
        self._url = url
        self.group = group
        self._follower = follower
        self._messages: list[Message] = []
        self._stopping = Event()
        self._prepared = False
        self._problem: str | None = "Not connected yet."

    def run(self) -> None:
        """Work until `stop`; lives through restarts of the broker and of the database."""
        wait = pauses(0.1, 2.0)
        while not self._stopping.is_set():
            try:
                self._prepare()
                with self._connected() as connection:
                    wait = pauses(0.1, 2.0)
                    self._consume(connection)
            except Exception as error:  # whatever happens, the next try may go well
                self._failed(error)
                self._without_broker()
                self._stopping.wait(next(wait))

    def stop(self) -> None:
        """End after the present batch."""
        self._stopping.set()

    def problem(self) -> str | None:
        """What keeps this group from its queue, in one sentence; None when all is well."""
        return self._problem

    def _prepare(self) -> None:
        if not self._prepared:
            self._follower.prepare()
            self._prepared = True

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        connection = Connection(
            in_any_order(self._url),
            heartbeat=_HEARTBEAT_SECONDS,
            connect_timeout=_ANSWER_SECONDS,
            # A broker that takes connections but does not answer must not stop the read models.
            transport_options={"read_timeout": _ANSWER_SECONDS, "write_timeout": _ANSWER_SECONDS},
        )
        try:
            queue = queue_of(self.group)
            declare(connection, queue)
            channel = connection.channel()
            DEAD_LETTERS(channel).declare()
            self._messages = []
            with Consumer(
                channel,
                [queue],
                on_message=self._messages.append,
                prefetch_count=2 * batch.LIMIT,
            ):
                self._problem = None
                _log.info("takes events from the broker", group=self.group)
                yield connection
            connection.release()
        finally:
            connection.collect(_ANSWER_SECONDS)

    def _consume(self, connection: Connection) -> None:
        self._follower.heal(_heartbeat(connection))
        while not self._stopping.is_set():
            if self._collect(connection):
                self._work_off(_heartbeat(connection))
            else:
                self._follower.heal(_heartbeat(connection))
            connection.heartbeat_check()

    def _collect(self, connection: Connection) -> bool:
        """Wait for a first message, then gather what arrives within a few milliseconds, up to one batch."""
        if not self._messages and not _drained(connection, _IDLE_SECONDS):
            return False
        deadline = monotonic() + 10 * _COLLECT_SECONDS
        while len(self._messages) < batch.LIMIT and monotonic() < deadline:
            if not _drained(connection, _COLLECT_SECONDS):
                break
        return True

    def _work_off(self, alive: Callable[[], object]) -> None:
        messages = self._messages[: batch.LIMIT]
        delivery = read(messages)
        if delivery.told:
            self._follower.take(delivery.told, alive)
        if delivery.unreadable:
            self._set_aside(messages, delivery.unreadable, alive)
        else:
            messages[-1].ack(multiple=True)
        del self._messages[: len(messages)]

    def _set_aside(
        self, messages: list[Message], unreadable: list[Message], alive: Callable[[], object]
    ) -> None:
        self._follower.heal(alive)
        _log.error("messages nobody can read were dead-lettered", group=self.group, count=len(unreadable))
        for message in messages:
            if message in unreadable:
                set_aside(message.channel, message)
            else:
                message.ack()

    def _without_broker(self) -> None:
        try:
            self._prepare()
            self._follower.heal(lambda: None)
        except Exception as error:  # the database is away as well
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        if self._problem is None or not self._problem.endswith(told(error)):
            _log.warning("cannot take events and tries again", group=self.group, reason=told(error))
        self._problem = f"The {self.group} group cannot take events at this moment: {told(error)}"


def _drained(connection: Connection, seconds: float) -> bool:
    try:
        connection.drain_events(timeout=seconds)
    except TimeoutError:
        return False
    return True


def _heartbeat(connection: Connection) -> Callable[[], object]:
    return connection.heartbeat_check
