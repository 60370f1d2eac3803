"""What goes wrong during a run: connections end, servers go away, the process dies, an append takes long."""

from collections.abc import Callable

from tests.simulation.broker import Broker
from tests.simulation.clock import Clock
from tests.simulation.installation import Installation
from tests.simulation.outside import LateCommitter
from tests.simulation.store import Store

LIKELY = 0.004
"""The chance that a connection is lost at one of its steps."""


class Misfortune:
    """Strikes again and again between `begin` and `end`."""

    def __init__(
        self,
        clock: Clock,
        store: Store,
        broker: Broker,
        installation: Installation,
        late: LateCommitter,
    ) -> None:
        self._clock = clock
        self._store = store
        self._broker = broker
        self._installation = installation
        self._late = late
        self._strikes = False

    def begin(self) -> None:
        """From now on things go wrong."""
        self._strikes = True
        self._store.likely = LIKELY
        self._every(0.7, self._late.append)
        self._every(3.1, self._installation.start)
        self._every(4.3, self._database_away)
        self._every(5.9, self._broker_away)

    def end(self) -> None:
        """Everything is there again, and stays."""
        self._strikes = False
        self._store.likely = 0.0
        self._store.away = self._broker.away = False

    def _every(self, seconds: float, strike: Callable[[], object]) -> None:
        self._clock.every(seconds, lambda: self._strikes and strike())

    def _database_away(self) -> None:
        self._store.away = True
        self._store.lose_all()
        self._clock.after(0.4, self._store.come_back)

    def _broker_away(self) -> None:
        self._broker.away = True
        self._clock.after(1.1, self._broker.come_back)
