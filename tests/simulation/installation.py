"""The parts of Hindsight, driven by hand: applications, relay, projector, policies."""

import random

import psycopg2
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from projections.identity.access import access
from services import product
from shared.application import Application
from shared.log.log import Log
from shared.log.roles import PROJECTOR, READER, role_of
from shared.policy import PolicyRunner
from shared.projector.engine import Projector
from shared.projector.followers import ReadModels
from shared.projector.policies import Policies
from shared.relay.forwarder import Forwarder
from shared.relay.publisher import BROKEN
from tests.chaos.tally import tally
from tests.simulation.broker import Broker
from tests.simulation.store import Store

LOST = (SQLAlchemyError, psycopg2.Error)
BATCH = 200
OWNERS = 2
"""Projectors that follow the log at once, as when one has not heard yet that another took over."""
_SERVING = "select name, version from read.builds where state = 'serving' and name not like 'policy:%%'"
_FROM_ZERO = "update read.checkpoints set position = 0 where name not like 'policy:%%'"


class Installation:
    """One process with everything in it. What it knew is gone when it is started again."""

    def __init__(self, store: Store, broker: Broker, chance: random.Random) -> None:
        self._store = store
        self._broker = broker
        self._chance = chance
        self._started = self._leads = False
        self.applications: dict[str, Application] = {}

    def start(self) -> None:
        """Also after a crash."""
        engine = self._store.engine(PROJECTOR)
        directory = access(Log(self._store.engine(READER)))
        self.applications = {
            context.name: context.application(Log(self._store.engine(role_of(context.name))), directory)
            for context in product.CONTEXTS
        }
        self._read_models = [ReadModels(engine, self._projector(engine)) for _ in range(OWNERS)]
        policies = product.policies().items()
        self._policies = Policies(
            engine, [PolicyRunner(engine, name, react, self.applications[name]) for name, react in policies]
        )
        self._forwarder = Forwarder(engine, "")
        self._started = self._leads = False

    def fold_again(self) -> None:
        """Empty the read models, and fold the whole log into them, with nobody disturbing."""
        with self._store.engine().begin() as connection:
            for name, version in connection.exec_driver_sql(_SERVING).all():
                # Deleting rows, not truncating, takes them off the figures beside them, too.
                connection.exec_driver_sql(f'delete from read."{name}_v{version}"')
            connection.exec_driver_sql(_FROM_ZERO)
        self._projector(self._store.engine(PROJECTOR)).catch_up()

    def _projector(self, engine: Engine) -> Projector:
        return Projector(engine, (*product.PROJECTIONS, tally), batch_size=BATCH)

    def stop(self) -> None:
        """Give back every connection."""
        self._store.lose_all()

    def relay(self) -> None:
        """One look of the relay."""
        try:
            if not self._leads:
                self._forwarder.start()
                self._leads = True
            self._forwarder.forward()
        except LOST:
            self._leads = False
        except BROKEN:
            self._forwarder.disconnect()

    def deliver(self) -> None:
        """The projector works off what the broker has brought; a batch that fails is delivered again."""
        messages = self._broker.drained(50)
        if not messages or not self._ready():
            self._broker.waiting[:0] = messages
            return
        follower = self._chance.choice(self._read_models)
        try:
            follower.queues()
            follower.take(messages, self._broker.tick, lambda: None)  # type: ignore[arg-type]
        except LOST:
            self._broker.waiting[:0] = messages

    def heal(self) -> None:
        """What projector and policies do once a second, and when the broker is away."""
        if self._ready():
            try:
                self._chance.choice(self._read_models).heal(lambda: None)
                self._policies.heal(lambda: None)
            except LOST:
                return

    def _ready(self) -> bool:
        if not self._started:
            try:
                for follower in self._read_models:
                    follower.prepare()
                self._policies.prepare()
                self._started = True
            except LOST:
                return False
        return True
