"""F21: all read models are rebuilt under load, and the rebuild is killed twice on the way."""

import signal
import time
from collections.abc import Sequence

from tests.chaos.scenarios.kills import NOTHING
from tests.chaos.trial import Scenario
from tests.chaos.world import World


def killed_rebuild(world: World, seconds: float) -> Sequence[str]:
    """F21."""
    time.sleep(seconds / 2)
    kills = 0
    for _ in range(2):
        rebuilding = world.processes.started("projections", "rebuild")
        time.sleep(world.chance.uniform(1.5, 3.0))
        if rebuilding.poll() is None:
            rebuilding.send_signal(signal.SIGKILL)
            kills += 1
        rebuilding.wait()
        world.fault(f"the rebuild was killed ({kills})")
    world.processes.run("projections", "rebuild")
    return NOTHING if kills == 2 else ["the rebuild ended before it could be killed twice"]


SCENARIOS = (Scenario(name="F21", title="full rebuild under load, killed twice", play=killed_rebuild),)
