"""Every way in which Hindsight is broken on purpose."""

from tests.chaos.scenarios import away, cluster, kills, messages, rebuilds, writers
from tests.chaos.trial import Scenario

ALL: tuple[Scenario, ...] = (
    *kills.SCENARIOS,
    *away.SCENARIOS,
    *writers.SCENARIOS,
    *messages.SCENARIOS,
    *rebuilds.SCENARIOS,
    *cluster.SCENARIOS,
)
