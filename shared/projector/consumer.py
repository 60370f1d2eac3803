"""How does a plain process take events from RabbitMQ, in batches, and go on when RabbitMQ is away?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from threading import Event
from time import monotonic

from kombu.connection import Connection
from kombu.entity import Queue
from kombu.message import Message
from kombu.messaging import Consumer

from shared.projector import batch
from shared.projector.failures import pauses, told
from shared.projector.followers import Follower
from shared.projector.queues import declare, declare_dead_letters, tick_queue
from shared.telemetry.logs import logger
from shared.wire import Tick, Undecodable, tick_from

_COLLECT_SECONDS = 0.003
_IDLE_SECONDS = 1.0
_HEARTBEAT_SECONDS = 10
_ANSWER_SECONDS = 3.0
_AHEAD = 16
"""Messages of each queue that the broker sends before earlier ones are acknowledged."""
_log = logger(__name__)


class EventConsumer:
    """Feeds a follower from its queues; of several processes that hear of a queue, one gets its messages.

    A batch is acknowledged after the follower has committed it. Without the broker, and once a second
    when it is silent, the follower reads the log itself, so nothing rests on delivery.
    """

    def __init__(self, url: str, group: str, follower: Follower) -> None:
        self._url = url
        self.group = group
        self._follower = follower
        self._messages: list[Message] = []
        self._tick: Tick | None = None
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
                    while not self._stopping.is_set():
                        self._consume(connection, self._follower.queues())
            except Exception as error:  # whatever happens, the next try may go well
                self._failed(error)
                self._without_broker()
                self._stopping.wait(next(wait))

    def stop(self) -> None:
        """End after the present batch."""
        self._stopping.set()

    def problem(self) -> str | None:
        """What keeps this group from its queues, in one sentence; None when all is well."""
        return self._problem

    def _prepare(self) -> None:
        if not self._prepared:
            self._follower.prepare()
            self._prepared = True

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        connection = Connection(
            self._url,
            heartbeat=_HEARTBEAT_SECONDS,
            connect_timeout=_ANSWER_SECONDS,
            # A broker that takes connections but does not answer must not stop the read models.
            transport_options={"read_timeout": _ANSWER_SECONDS, "write_timeout": _ANSWER_SECONDS},
        )
        try:
            declare_dead_letters(connection)
            yield connection
            connection.release()
        finally:
            connection.collect(_ANSWER_SECONDS)

    def _consume(self, connection: Connection, queues: Mapping[str, Queue]) -> None:
        """Take from these queues until the follower wants others; what is not worked off is sent again."""
        for queue in queues.values():
            declare(connection, queue)
        self._messages, self._tick = [], None
        with ExitStack() as stack:
            channel = stack.enter_context(connection.channel())
            if self._follower.hears_ticks:
                stack.enter_context(Consumer(channel, [tick_queue()], on_message=self._ticked, no_ack=True))
            taking = Consumer(
                channel, list(queues.values()), on_message=self._messages.append, prefetch_count=_AHEAD
            )
            stack.enter_context(taking)
            self._problem = None
            _log.info("takes events from the broker", group=self.group, queues=len(queues))
            while not self._stopping.is_set() and self._follower.queues().keys() == queues.keys():
                self._round(connection)

    def _round(self, connection: Connection) -> None:
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
        while _events(self._messages) < batch.LIMIT and monotonic() < deadline:
            if not _drained(connection, _COLLECT_SECONDS):
                break
        return True

    def _ticked(self, message: Message) -> None:
        with suppress(Undecodable):  # the next one may be better
            self._tick = tick_from(message.headers)

    def _work_off(self, alive: Callable[[], object]) -> None:
        messages = list(self._messages)
        unreadable = self._follower.take(messages, self._tick, alive)
        if unreadable:
            self._follower.heal(alive)
            _log.error("messages nobody can read were dead-lettered", group=self.group, count=len(unreadable))
            for message in messages:
                message.reject() if message in unreadable else message.ack()
        elif messages:
            messages[-1].ack(multiple=True)
        del self._messages[: len(messages)]

    def _without_broker(self) -> None:
        try:
            self._prepare()
            self._follower.queues()
            self._follower.heal(lambda: None)
        except Exception as error:  # the database is away as well
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        if self._problem is None or not self._problem.endswith(told(error)):
            _log.warning("cannot take events and tries again", group=self.group, reason=told(error))
        self._problem = f"The {self.group} group cannot take events at this moment: {told(error)}"


def _events(messages: list[Message]) -> int:
    counts = (message.headers.get("count") for message in messages)
    return sum(count if isinstance(count, int) else 1 for count in counts)


def _drained(connection: Connection, seconds: float) -> bool:
    try:
        connection.drain_events(timeout=seconds)
    except TimeoutError:
        return False
    return True


def _heartbeat(connection: Connection) -> Callable[[], object]:
    return connection.heartbeat_check
