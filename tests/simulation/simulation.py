"""How does one run of the simulation go, from a seed to a history and what is left?"""

import hashlib
import random
from typing import NamedTuple

import msgspec

from tests.chaos.settling import lag
from tests.history_checker import loading
from tests.history_checker.checker import check
from tests.history_checker.history import Entry, Reader, Settled
from tests.history_checker.state import State
from tests.history_checker.verdict import Verdict
from tests.simulation.broker import Broker
from tests.simulation.client import Client
from tests.simulation.clock import Clock
from tests.simulation.installation import Installation
from tests.simulation.misfortune import Misfortune
from tests.simulation.outside import LateCommitter, Observer
from tests.simulation.single_thread import on_one_thread
from tests.simulation.store import Store

CLIENTS = 3
REST_SECONDS = 30.0


class Run(NamedTuple):
    """What happened, and what is left."""

    entries: list[Entry]
    state: State
    crashes: int

    def verdicts(self) -> list[Verdict]:
        """What the checker says."""
        return check(self.entries, self.state)

    def digest(self) -> str:
        """The same for the same run."""
        return hashlib.sha256(msgspec.json.encode(self.entries)).hexdigest()


def simulate(url: str, seed: int, seconds: float = 20.0) -> Run:
    """So many virtual seconds of work and bad luck on an empty database, then time to recover."""
    simulation = Simulation(url, seed)
    with on_one_thread(simulation.clock, simulation.broker, seed):
        simulation.work(seconds)
        simulation.recover()
        return simulation.end()


class Simulation:
    """Everything there is, each part with luck of its own from the one seed."""

    def __init__(self, url: str, seed: int) -> None:
        luck = random.Random(seed)
        self.clock = Clock()
        self.entries: list[Entry] = [Reader(reader=Observer.READER)]
        self.store = Store(url, random.Random(luck.getrandbits(64)))
        self.broker = Broker(self.clock, random.Random(luck.getrandbits(64)))
        self.installation = Installation(self.store, self.broker, random.Random(luck.getrandbits(64)))
        self.observer = Observer(url)
        self.late = LateCommitter(url, self.clock, random.Random(luck.getrandbits(64)))
        self.misfortune = Misfortune(self.clock, self.store, self.broker, self.installation, self.late)
        self.clients = [
            Client(
                number,
                self.clock,
                random.Random(luck.getrandbits(64)),
                self.entries,
                self.installation,
                self.observer,
            )
            for number in range(CLIENTS)
        ]

    def work(self, seconds: float) -> None:
        """Everybody works, and everything goes wrong."""
        self.installation.start()
        self.installation.heal()
        for client in self.clients:
            self.clock.after(0.0, client.work)
        self.clock.every(0.02, self.installation.relay)
        self.clock.every(0.01, self.installation.deliver)
        self.clock.every(0.5, self.installation.heal)
        self.clock.every(0.02, lambda: self.entries.extend(self.observer.tail()))
        self.misfortune.begin()
        self.clock.run(seconds)

    def recover(self) -> None:
        """Nothing goes wrong any more; everybody ends what they have begun."""
        self.misfortune.end()
        for client in self.clients:
            client.stopping = True
        healed = self.clock.now
        while not self._at_rest() and self.clock.now < healed + REST_SECONDS:
            self.clock.run(self.clock.now + 0.1)
        self.entries.append(
            Settled(
                seconds=self.clock.now - healed,
                within=REST_SECONDS,
                reached=self._at_rest(),
                lag=lag(self.store.url),
                queues={"broker": len(self.broker.waiting)},
            )
        )
        self.entries += self.late.done
        self.entries += [client.pending for client in self.clients if client.pending]

    def _at_rest(self) -> bool:
        busy = self.broker.waiting or self.late.open or not all(client.idle for client in self.clients)
        return not busy and lag(self.store.url) == 0

    def end(self) -> Run:
        """Read what is left, and fold it all once more from the beginning."""
        self.entries += self.observer.tail()
        self.observer.close()
        state = loading.load(self.store.url)
        self.installation.fold_again()
        rebuilt = loading.rows(self.store.url)
        self.installation.stop()
        return Run(self.entries, state._replace(rebuilt=rebuilt), self.store.crashes)
