"""Three RabbitMQ nodes on this machine that form one broker: killed one by one, started again."""

import secrets
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec

from shared.servers.ports import free_ports
from shared.servers.rabbitmq_files import Identity
from shared.servers.rabbitmq_node import PrivateNode
from tests.harness.brokers import node_in

NODES = 3


class BrokerCluster:
    """Has the same methods as a single node; its URL lists all nodes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        ports, password, cookie = free_ports(2 * NODES + 1), secrets.token_urlsafe(18), secrets.token_hex(10)
        for number in range(NODES):
            identity = Identity(ports[2 * number], ports[2 * number + 1], ports[-1], password)
            _write(folder / f"node-{number}", identity, cookie.upper())
        self.nodes = [node_in(folder / f"node-{number}") for number in range(NODES)]

    @property
    def url(self) -> str:
        """Addresses of the root virtual host."""
        return ";".join(node.url for node in self.nodes)

    def start(self) -> None:
        """Start every node that does not run; the first time they are made one."""
        with ThreadPoolExecutor(NODES) as at_once:
            list(at_once.map(PrivateNode.start, self.nodes))

    def join(self) -> None:
        """Make one cluster of fresh nodes."""
        first, *others = self.nodes
        for node in others:
            node.control("stop_app")
            node.control("join_cluster", first.name)
            node.control("start_app")

    def vhost(self, name: str) -> str:
        """Addresses of a virtual host of this name, made when missing; every queue there is on all nodes.

        Quorum queues are by themselves. Those that nameko declares are classic ones, so they are mirrored.
        """
        url = ";".join(node.vhost(name) for node in self.nodes)
        self.control("set_policy", "--vhost", name, "calls", "^rpc-", '{"ha-mode": "all"}')
        return url

    def control(self, *arguments: str) -> str:
        """What `rabbitmqctl` says of the cluster, asked at a node that runs."""
        return next(node for node in self.nodes if not node.ended()).control(*arguments)

    def leader(self, vhost: str) -> PrivateNode:
        """The node that leads most of the quorum queues."""
        told = self.control("list_queues", "--no-table-headers", "--vhost", vhost, "name", "leader")
        leads = Counter(line.split("\t")[1] for line in told.splitlines() if "\t" in line)
        return max(self.nodes, key=lambda node: leads[node.name])

    def members(self, vhost: str) -> dict[str, int]:
        """On how many nodes each quorum queue lives."""
        told = self.control("list_queues", "--no-table-headers", "--vhost", vhost, "name", "type", "members")
        lines = [line.split("\t") for line in told.splitlines()]
        return {name: len(nodes.split(",")) for name, kind, nodes in lines if kind == "quorum"}

    def kill(self) -> None:
        """Kill every node without notice."""
        for node in self.nodes:
            node.kill()

    def stop(self) -> None:
        """Stop every node."""
        for node in reversed(self.nodes):
            node.stop()


@contextmanager
def broker_cluster(folder: Path) -> Iterator[BrokerCluster]:
    """A new cluster that runs."""
    cluster = BrokerCluster(folder)
    try:
        cluster.start()
        cluster.join()
        yield cluster
    finally:
        cluster.stop()


def _write(folder: Path, identity: Identity, cookie: str) -> None:
    # Nodes trust each other by their cookie, and find each other through one names server.
    folder.mkdir()
    (folder / "identity.json").write_bytes(msgspec.json.encode(identity))
    (folder / ".erlang.cookie").write_text(cookie)
    (folder / ".erlang.cookie").chmod(0o400)
