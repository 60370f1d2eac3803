"""One scenario's installation under load: what may be broken there, and where that is noted."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from random import Random
from time import monotonic, sleep
from typing import NamedTuple

from tests.chaos.load import Load
from tests.chaos.processes import Processes
from tests.chaos.readers import Subscriber, TailReader
from tests.chaos.recorder import Recorder
from tests.chaos.servers import Servers
from tests.chaos.settling import WITHIN_SECONDS, settle
from tests.chaos.signing_in import with_password
from tests.harness.databases import fresh_database
from tests.history_checker.history import Delivery, Fault, Settled

Faults = Mapping[str, tuple[str, ...]]
"""Process → the faults built into it."""


class World(NamedTuple):
    """An installation that works, and everything it stands on. The URLs lead straight to the servers."""

    servers: Servers
    processes: Processes
    recorder: Recorder
    readers: list[TailReader | Subscriber]
    load: Load
    chance: Random
    database_url: str
    amqp_url: str

    def fault(self, what: str) -> None:
        """Note that something is being broken."""
        self.recorder.note(Fault(at=self.recorder.now(), what=what))

    def works(self, commands: int, seconds: float) -> None:
        """Wait until so many further commands were carried out, but no longer than so many seconds."""
        until, enough = monotonic() + seconds, self.load.acknowledged() + commands
        while self.load.acknowledged() < enough and monotonic() < until:
            sleep(0.05)

    def settle(self, within: float = WITHIN_SECONDS) -> Settled:
        """Wait until everything is done."""
        return settle(self.recorder, self.database_url, self.queues, within=within)

    def queues(self) -> dict[str, int]:
        """How many messages wait in each queue."""
        return self.servers.queues(self.amqp_url)


@contextmanager
def world(servers: Servers, name: str, seed: int, faults: Faults, delivery: Delivery) -> Iterator[World]:
    """A new installation under load, with readers that follow the whole log."""
    with ExitStack() as stack:
        database = stack.enter_context(fresh_database(servers.database.url))
        database_url = database.url.render_as_string(hide_password=False)
        amqp_url = servers.broker.vhost(name)
        processes = Processes(
            servers.folder / name, servers.database_way(database_url), servers.broker_way(amqp_url), faults
        )
        recorder = Recorder()
        readers: list[TailReader | Subscriber] = [TailReader(recorder, database_url)]
        readers.append(Subscriber(recorder, amqp_url, delivery))
        for reader in readers:
            reader.start()
            stack.callback(reader.stop)
        stack.callback(processes.stop)
        processes.start()
        processes.person = with_password(database_url)
        load = Load(recorder, processes.address, processes.person, seed)
        stack.callback(load.stop)
        load.start()
        yield World(servers, processes, recorder, readers, load, Random(seed), database_url, amqp_url)
