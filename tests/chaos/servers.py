"""The PostgreSQL and RabbitMQ of a run of scenarios: durable, private, killed and started again at will."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import make_url

from shared.servers.ports import free_ports
from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq_node import PrivateNode
from tests.chaos.proxy import Proxy
from tests.harness import databases
from tests.harness.brokers import private_node

SOCKET = ".s.PGSQL.5432"


class Servers(NamedTuple):
    """Started once for all scenarios, which come by a way that can be blocked."""

    folder: Path
    database: PrivateCluster
    broker: PrivateNode
    to_database: Proxy
    to_broker: Proxy

    def database_way(self, url: str) -> str:
        """The URL of that database by way of the proxy."""
        way = make_url(url).update_query_dict({"host": str(self.folder)})
        return way.render_as_string(hide_password=False)

    def broker_way(self, url: str) -> str:
        """The URL of that virtual host by way of the proxy."""
        return url.replace(f":{_port(url)}/", f":{self.to_broker.port}/")

    def queues(self, url: str) -> dict[str, int]:
        """How many messages wait in each queue of a virtual host."""
        vhost = url.rpartition("/")[2]
        told = self.broker.control("list_queues", "--no-table-headers", "--vhost", vhost, "name", "messages")
        return {name: int(count) for name, count in (line.split("\t") for line in told.splitlines())}


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """Both servers, in folders below this one."""
    with ExitStack() as stack:
        cluster = PrivateCluster(folder / "postgres")
        cluster.start()
        stack.callback(cluster.stop)
        databases.make_template(cluster.url)
        node = private_node(folder / "rabbitmq")
        stack.callback(node.stop)
        socket = Path(str(make_url(cluster.url).query["host"])) / SOCKET
        to_database = Proxy(str(folder / SOCKET), str(socket))
        stack.callback(to_database.close)
        to_broker = Proxy(("127.0.0.1", free_ports(1)[0]), ("127.0.0.1", _port(node.url)))
        stack.callback(to_broker.close)
        yield Servers(folder, cluster, node, to_database, to_broker)


def _port(url: str) -> int:
    return int(url.rpartition("@")[2].partition("/")[0].rpartition(":")[2])
