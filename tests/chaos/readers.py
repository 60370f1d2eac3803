"""Who reads the whole log along while it grows? Once by its own SQL, once from the broker."""

from threading import Event, Thread
from uuid import UUID

import msgspec
import psycopg2
import psycopg2.extras
from amqp.exceptions import AMQPError
from kombu import Connection, Exchange, Queue
from kombu.exceptions import KombuError
from kombu.message import Message

from shared.amqp_addresses import in_any_order
from tests.chaos.recorder import Recorder
from tests.history_checker.history import Delivery, Reader, Seen

_BEHIND_THE_WATERMARK = "and position <= (select position from log.watermark)"
_READ = """
    select position, stream_id, version, type from log.events
    where position > %s {limit} order by position limit 500"""


class TailReader(Thread):
    """Follows the log in the database; `naive` trusts positions instead of the watermark."""

    def __init__(self, recorder: Recorder, url: str, *, naive: bool = False) -> None:
        super().__init__(name="tail reader", daemon=True)
        self.reader = "naive poller" if naive else "tail of the log"
        self._recorder = recorder
        self._url = url.replace("+psycopg2", "")
        self._query = _READ.format(limit="" if naive else _BEHIND_THE_WATERMARK)
        self._stopping = Event()
        self._position = 0
        recorder.note(Reader(reader=self.reader))

    def run(self) -> None:
        """Read until `stop`, also while the database comes and goes."""
        while not self._stopping.is_set():
            try:
                self._follow()
            except psycopg2.Error:
                self._stopping.wait(0.1)

    def stop(self) -> None:
        """End once everything there is has been seen."""
        self._stopping.set()
        self.join()
        self._follow()

    def _follow(self) -> None:
        connection = psycopg2.connect(self._url, connect_timeout=3, application_name=self.reader)
        connection.autocommit = True
        psycopg2.extras.register_uuid(conn_or_curs=connection)  # type: ignore[no-untyped-call]
        try:
            with connection.cursor() as cursor:
                while True:
                    cursor.execute(self._query, (self._position,))
                    if not (rows := cursor.fetchall()):
                        if self._stopping.wait(0.01):
                            return
                        continue
                    self._recorder.note(*(self._seen(*row) for row in rows))
                    self._position = rows[-1][0]
        finally:
            connection.close()

    def _seen(self, position: int, stream_id: UUID, version: int, type_: str) -> Seen:
        return Seen(reader=self.reader, position=position, stream_id=stream_id, version=version, type=type_)


class Subscriber(Thread):
    """Another program that is told of every event through a durable queue of its own."""

    READER = "subscriber of the broker"

    def __init__(self, recorder: Recorder, url: str, delivery: Delivery = "at least once") -> None:
        super().__init__(name="subscriber", daemon=True)
        self._recorder = recorder
        self._url = url
        self._stopping = Event()
        arguments = {"x-queue-type": "quorum"}
        exchange = Exchange("hindsight.events", type="topic", durable=True)
        self._queue = Queue("proof.subscriber", exchange, routing_key="log.#", queue_arguments=arguments)
        with Connection(in_any_order(url)) as connection:
            self._queue(connection).declare()
        recorder.note(Reader(reader=self.READER, delivery=delivery))

    def run(self) -> None:
        """Take messages until `stop`, also while the broker comes and goes."""
        while not self._stopping.is_set():
            try:
                self._take()
            except (OSError, AMQPError, KombuError):
                self._stopping.wait(0.2)

    def stop(self) -> None:
        """End; whatever has arrived was noted."""
        self._stopping.set()
        self.join()

    def _take(self) -> None:
        with (
            Connection(in_any_order(self._url), heartbeat=10, connect_timeout=3) as connection,
            connection.Consumer([self._queue], on_message=self._note, prefetch_count=200),
        ):
            while not self._stopping.is_set():
                try:
                    connection.drain_events(timeout=0.2)
                except TimeoutError:
                    connection.heartbeat_check()

    def _note(self, message: Message) -> None:
        self._recorder.note(
            *(
                Seen(
                    reader=self.READER,
                    position=told["position"],
                    stream_id=UUID(told["subject"]),
                    version=told["streamversion"],
                    type=told["type"],
                )
                for told in msgspec.json.decode(message.body)
            )
        )
        message.ack()
