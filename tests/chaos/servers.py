"""The PostgreSQL and RabbitMQ of a run of scenarios: durable, private, killed and started again at will."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import make_url

from shared.servers.postgres_cluster import PrivateCluster
from shared.servers.rabbitmq_node import PrivateNode
from tests.chaos.proxy import Proxy
from tests.harness import databases
from tests.harness.broker_cluster import BrokerCluster, broker_cluster
from tests.harness.brokers import private_node

SOCKET = ".s.PGSQL.5432"
LOOPBACK = ("127.0.0.1", 0)


class Servers(NamedTuple):
    """Started once for all scenarios, which come by a way that can be blocked."""

    folder: Path
    database: PrivateCluster
    broker: PrivateNode | BrokerCluster
    to_database: Proxy
    to_broker: Proxy | None

    def database_way(self, url: str) -> str:
        """The URL of that database by way of the proxy."""
        way = make_url(url).update_query_dict({"host": str(self.folder)})
        return way.render_as_string(hide_password=False)

    def broker_way(self, url: str) -> str:
        """The URL of that virtual host by way of the proxy, which a cluster has not."""
        return url if self.to_broker is None else url.replace(f":{_port(url)}/", f":{self.to_broker.port}/")

    def queues(self, url: str) -> dict[str, int]:
        """How many messages wait in each queue of a virtual host."""
        vhost = url.rpartition("/")[2]
        told = self.broker.control("list_queues", "--no-table-headers", "--vhost", vhost, "name", "messages")
        return {name: int(count) for name, count in (line.split("\t") for line in told.splitlines())}


@contextmanager
def servers(folder: Path, *, cluster: bool = False) -> Iterator[Servers]:
    """Both servers, in folders below this one; the broker may be a cluster of three nodes."""
    folder.mkdir(exist_ok=True, mode=0o711)
    with ExitStack() as stack:
        database = PrivateCluster(folder / "postgres")
        database.start()
        stack.callback(database.stop)
        databases.make_template(database.url)
        if cluster:
            broker: PrivateNode | BrokerCluster = stack.enter_context(broker_cluster(folder / "rabbitmq"))
        else:
            broker = private_node(folder / "rabbitmq")
            stack.callback(broker.stop)
        socket = Path(str(make_url(database.url).query["host"])) / SOCKET
        to_database = Proxy(str(folder / SOCKET), str(socket))
        stack.callback(to_database.close)
        to_broker = None if cluster else Proxy(LOOPBACK, ("127.0.0.1", _port(broker.url)))
        if to_broker:
            stack.callback(to_broker.close)
        yield Servers(folder, database, broker, to_database, to_broker)


def _port(url: str) -> int:
    return int(url.rpartition("@")[2].partition("/")[0].rpartition(":")[2])
