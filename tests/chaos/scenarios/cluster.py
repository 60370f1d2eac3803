"""A broker of three nodes, of which the one that leads is killed again and again."""

from collections.abc import Sequence

from tests.chaos.scenarios.kills import NOTHING, while_time_lasts
from tests.chaos.trial import Scenario
from tests.chaos.world import World
from tests.harness.broker_cluster import NODES, BrokerCluster

AFTERWARDS_COMMANDS, AFTERWARDS_SECONDS = 30, 20.0


def leader(world: World, seconds: float) -> Sequence[str]:
    """The others take over; the one that was killed comes back while they work."""
    cluster = world.servers.broker
    assert isinstance(cluster, BrokerCluster)
    vhost = world.amqp_url.rpartition("/")[2]
    alone = {name: nodes for name, nodes in cluster.members(vhost).items() if nodes < NODES}
    for _ in while_time_lasts(world, seconds):
        node = cluster.leader(vhost)
        world.fault(f"kill -9 the leading node {node.name}")
        node.kill()
        world.works(AFTERWARDS_COMMANDS, AFTERWARDS_SECONDS)
        node.start()
    return [f"the queue {name} has {nodes} copies" for name, nodes in alone.items()] or NOTHING


SCENARIOS = (
    Scenario(name="cluster", title="kill -9 of the leading node of three", play=leader, cluster=True),
)
