"""F05 to F07: somebody is away, frozen, or takes everything and answers nothing."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress

import psycopg2

from tests.chaos.scenarios.kills import NOTHING, while_time_lasts
from tests.chaos.trial import Scenario
from tests.chaos.world import World
from tests.system.installation import COMMANDS

FREEZABLE = [name for name in COMMANDS if name != "gateway"]
"""A gateway that is frozen answers nobody, and nobody promises that it would."""
_WRITERS = """
    select pid from pg_stat_activity
    where application_name in ('hindsight sales', 'hindsight customers', 'hindsight activities')
    and state = 'active'"""


def broker_away(world: World, seconds: float) -> Sequence[str]:
    """F05."""
    time.sleep(seconds / 6)
    world.fault("the broker goes away")
    world.servers.broker.kill()
    time.sleep(2 * seconds / 3)
    world.servers.broker.start()
    time.sleep(seconds / 6)
    return NOTHING


def frozen(world: World, seconds: float) -> Sequence[str]:
    """F06: each process in turn, and sessions of the database in the middle of an append."""
    for _ in while_time_lasts(world, seconds):
        name = world.chance.choice((*FREEZABLE, "a writer"))
        world.fault(f"SIGSTOP {name}")
        with _frozen_writer(world) if name == "a writer" else _frozen_process(world, name):
            time.sleep(world.chance.uniform(1.0, 4.0))
    return NOTHING


@contextmanager
def _frozen_process(world: World, name: str) -> Iterator[None]:
    world.processes.freeze(name)
    try:
        yield
    finally:
        world.processes.thaw(name)


@contextmanager
def _frozen_writer(world: World) -> Iterator[None]:
    """The first session that is found appending, for a moment's search."""
    pid = _writer(world)
    if pid:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            if pid:
                os.kill(pid, signal.SIGCONT)


def _writer(world: World) -> int | None:
    until = time.monotonic() + 2.0
    with closing(psycopg2.connect(world.database_url.replace("+psycopg2", ""))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            while time.monotonic() < until:
                cursor.execute(_WRITERS)
                if found := cursor.fetchone():
                    return int(found[0])
    return None


def silent(world: World, seconds: float) -> Sequence[str]:
    """F07: first the database, then the broker."""
    assert world.servers.to_broker is not None
    ways = {"database": world.servers.to_database, "broker": world.servers.to_broker}
    for name, way in ways.items():
        time.sleep(seconds / 8)
        world.fault(f"the {name} takes connections and does not answer")
        way.hang()
        time.sleep(3 * seconds / 8)
        way.recover()
    return NOTHING


SCENARIOS = (
    Scenario(name="F05", title="broker away under load", play=broker_away),
    Scenario(name="F06", title="SIGSTOP of writers and services, then SIGCONT", play=frozen),
    Scenario(name="F07", title="database, then broker, accept and never answer", play=silent, share=1.5),
)
