"""What does the gateway do for an operator: look, pause, fold again, retry, skip?"""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import Engine

from services import product
from services.gateway.operating.broker_known import BrokerKnown
from services.gateway.operating.tasks import Action, Task, Tasks
from shared.database import connect
from shared.log.roles import PROJECTOR
from shared.projector import operations
from shared.projector.parked import Parked
from shared.projector.retrying import Retried
from shared.rebuild.refusals import AlreadyRebuilding
from shared.refusals import NotFound
from shared.settings import Settings
from shared.status.alarms import Alarm, alarms
from shared.status.facts import Standing
from shared.status.look import look
from shared.status.rebuilds import claimed
from shared.status.stored import Stored, stored
from shared.status.thresholds import Thresholds


class View(NamedTuple):
    """Everything the operations page shows."""

    standing: Standing
    alarms: list[Alarm]
    parked: list[Parked]
    tasks: list[Task]


class Operator:
    """Looks with the rights of a reader, and acts with those of a projector. Its calls block."""

    def __init__(self, engine: Engine, settings: Settings, limits: Thresholds, amqp_url: str | None) -> None:
        self._engine = engine
        self._acting = connect(
            engine.url, role=PROJECTOR, pool_size=2, application_name="hindsight operations"
        )
        self._limits = limits
        self._tasks = Tasks(settings)
        self._broker = BrokerKnown(amqp_url) if amqp_url is not None else None

    def view(self) -> View:
        """How everything stands now."""
        standing = look(self._engine, distributed=self._broker is not None)
        if self._broker is not None:
            standing = msgspec.structs.replace(standing, broker=self._broker.now())
        waiting = [one for one in operations.parked(self._engine) if one.skipped_at is None]
        return View(standing, alarms(standing, self._limits), waiting, self._tasks.all())

    def act(self, action: Action, name: str) -> Task:
        """Pause or resume at once; rebuild, verify or roll back in the background.

        Raises NoSuchReader, AlreadyRebuilding.
        """
        if action in ("pause", "resume"):
            carry_out = operations.pause if action == "pause" else operations.resume
            carry_out(self._acting, name)
            return Task(action, name, datetime.now(UTC), "done")
        if name not in {projection.name for projection in product.PROJECTIONS}:
            raise operations.NoSuchReader(name=name)
        if claimed(self._engine, name):
            raise AlreadyRebuilding(name=name)
        return self._tasks.start(action, name)

    def parked(self, name: str | None) -> list[Parked]:
        """Everything that is parked, what was skipped too."""
        return operations.parked(self._engine, name)

    def stored(self, position: int) -> Stored:
        """The event at a position, as it is stored. Raises NotFound."""
        if (found := stored(self._engine, position)) is None:
            raise NotFound(what="event", id=str(position))
        return found

    def retry(self, name: str | None = None, position: int | None = None) -> Retried:
        """See operations.retry."""
        return operations.retry(self._acting, product.PROJECTIONS, name, position)

    def skip(self, name: str, position: int) -> Retried:
        """See operations.skip."""
        return operations.skip(self._acting, product.PROJECTIONS, name, position)

    def close(self) -> None:
        """Give back the connections; tasks go on."""
        self._acting.dispose()
