"""F21: all read models are rebuilt under load, and the rebuild is killed twice on the way."""

import time
from collections.abc import Sequence
from contextlib import closing
from subprocess import Popen

import psycopg2

from tests.chaos.scenarios.kills import NOTHING
from tests.chaos.trial import Scenario
from tests.chaos.world import World

_UNDER_WAY = "select count(*) from read.builds where state in ('rebuilding', 'verified')"
KILLS = 2
PATIENCE_SECONDS = 60.0


def killed_rebuild(world: World, seconds: float) -> Sequence[str]:
    """F21."""
    time.sleep(seconds / 2)
    killed = sum(_killed_half_way(world) for _ in range(KILLS))
    began = time.monotonic()
    # What a killed rebuild leaves behind may hold up the next one, but only for a moment.
    while (finished := world.processes.started("projections", "rebuild").wait()) != 0:
        if time.monotonic() > began + PATIENCE_SECONDS:
            break
        time.sleep(1.0)
    unfinished = [] if finished == 0 else ["no rebuild came to its end after two that were killed"]
    return unfinished or (NOTHING if killed == KILLS else [f"the rebuild was killed {killed} times"])


def _killed_half_way(world: World) -> bool:
    rebuilding = world.processes.started("projections", "rebuild")
    half_way = _begins(world, rebuilding)
    if half_way:
        time.sleep(world.chance.uniform(0.0, 0.3))
        world.fault("kill -9 of the rebuild half-way")
    rebuilding.kill()
    return rebuilding.wait() != 0 and half_way


def _begins(world: World, rebuilding: "Popen[bytes]") -> bool:
    """Wait until the first new build is there."""
    url = world.database_url.replace("+psycopg2", "")
    until = time.monotonic() + PATIENCE_SECONDS
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while rebuilding.poll() is None and time.monotonic() < until:
            cursor.execute(_UNDER_WAY)
            if cursor.fetchone() != (0,):
                return True
            time.sleep(0.005)
    return False


SCENARIOS = (Scenario(name="F21", title="full rebuild under load, killed twice", play=killed_rebuild),)
