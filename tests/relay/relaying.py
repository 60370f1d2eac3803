"""How does a test write events, run relays, and see what the broker received?"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

from kombu.connection import Connection
from kombu.entity import Queue
from sqlalchemy import Engine, text

from shared.events import Event
from shared.log.log import Log
from shared.projector.queues import EVENTS
from shared.records import Commit, Header
from shared.relay.relay import Relay
from shared.servers.ports import free_ports
from shared.slices import WHOLE, partition_of
from shared.wire import TICK, Run, Tick, from_message, tick_from
from tests.contracts.processes import wait_until

ROOT = Path(__file__).parents[2]
PROCESS = (
    "from shared.relay.process import run; from shared.settings import from_environment; "
    "from shared.telemetry import logs; logs.configure('relay'); run(from_environment())"
)


class Rang(Event):
    times: int


def ring(engine: Engine, count: int) -> int:
    """Append `count` events to a new stream; the position of the last one."""
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="li", branch="", source="api")
    events = tuple(Rang(times=number) for number in range(1, count + 1))
    commit = Commit(stream_id=uuid4(), expected_version=0, events=events, header=header, digest=1)
    return Log(engine).append([commit])[0].position


def cursor(engine: Engine) -> int:
    """Up to which position the broker has confirmed everything."""
    with engine.connect() as connection:
        return int(connection.scalar(text("select coalesce(max(position), 0) from log.relay_cursor")) or 0)


def positions(engine: Engine) -> dict[int, list[int]]:
    """The positions of each partition of the log, and of the WHOLE of it, in order."""
    found: dict[int, list[int]] = {}
    with engine.connect() as connection:
        rows = connection.execute(text("select position, stream_id from log.events order by position"))
        for position, stream_id in rows:
            for partition in (WHOLE, partition_of(stream_id)):
                found.setdefault(partition, []).append(position)
    return found


class Inbox:
    """A queue that takes every event."""

    def __init__(self, amqp_url: str) -> None:
        self._url = amqp_url
        self._name = f"inbox-{uuid4()}"
        self.tick: Tick | None = None
        self.reconnect()

    def reconnect(self) -> None:
        """Connect to the queue, made when missing."""
        connection: Any = Connection(self._url)
        queue: Any = Queue(self._name, EVENTS, "#")
        self._queue = queue(connection.default_channel)
        self._queue.declare()

    def take_all(self) -> list[Run]:
        """Everything that arrived since, in the order of arrival; `tick` is the last tick then."""
        taken = []
        while (message := self._queue.get(no_ack=True)) is not None:
            if message.delivery_info["routing_key"] == TICK:
                self.tick = tick_from(message.headers)
                continue
            run = from_message(bytes(message.body), message.headers)
            assert all(record.event.times == record.version for record in run.records)
            taken.append(run)
        return taken

    def size(self) -> int:
        """How many messages wait."""
        return int(self._queue.queue_declare(passive=True).message_count)


class RelayThread:
    """A relay within the test's process."""

    def __init__(self, engine: Engine, amqp_url: str) -> None:
        self.relay = Relay(engine, amqp_url)
        self._thread = Thread(target=self.relay.run)

    def __enter__(self) -> Relay:
        self._thread.start()
        return self.relay

    def __exit__(self, *_: object) -> None:
        self.relay.stop()
        self._thread.join(20)
        assert not self._thread.is_alive()


class RelayProcess:
    """A relay in a process of its own, to be killed."""

    def __init__(self, engine: Engine, amqp_url: str) -> None:
        self.environment = {
            "HINDSIGHT_AMQP_URL": amqp_url,
            "HINDSIGHT_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "HINDSIGHT_METRICS_PORT": str(free_ports(1)[0]),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROCESS], cwd=ROOT, env=os.environ | self.environment
        )

    def kill(self) -> None:
        """End it without notice."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> int:
        """Ask it to end; its exit code."""
        self._process.terminate()
        return self._process.wait(20)


def wait_until_relayed(engine: Engine, position: int, seconds: float = 60.0) -> None:
    """Returns when the broker has confirmed everything up to a position."""
    wait_until(lambda: cursor(engine) >= position, seconds)
