"""Where does RabbitMQ come from? Given by address, found on this machine, or a private node of our own."""

from typing import Protocol

from amqp import Connection
from amqp.exceptions import AMQPError
from kombu.utils.url import parse_url

from shared.amqp_addresses import addresses
from shared.servers.errors import ServerMissing
from shared.servers.rabbitmq_node import PrivateNode, scripts
from shared.settings import Settings

ON_THIS_MACHINE = "amqp://guest:guest@127.0.0.1:5672//"
INSTALL = "apt-get install --no-install-recommends rabbitmq-server"


class RabbitMQ(Protocol):
    """A broker that takes connections at `url`; `started` when this process started it."""

    @property
    def url(self) -> str: ...

    @property
    def started(self) -> bool: ...

    def start(self) -> None:
        """Start it, if it is private and does not run. Raises ServerMissing."""

    def ended(self) -> bool:
        """Whether it is private and runs no longer."""

    def stop(self) -> None:
        """Stop it, if it is private and nobody else uses it."""


class GivenBroker:
    """Somebody else's broker: used, never stopped."""

    started = False

    def __init__(self, url: str) -> None:
        self.url = url

    def start(self) -> None:
        """Nothing: whoever owns it starts it."""

    def ended(self) -> bool:
        """Never for us to say."""
        return False

    def stop(self) -> None:
        """Nothing: whoever started it stops it."""


def provide(settings: Settings) -> RabbitMQ:
    """A broker that answers. Raises ServerMissing saying what to do when there is none."""
    if settings.amqp_url:
        return given(settings.amqp_url)
    if answers(ON_THIS_MACHINE):
        return GivenBroker(ON_THIS_MACHINE)
    installed = scripts()
    if installed is None:
        raise ServerMissing(
            "No RabbitMQ: HINDSIGHT_AMQP_URL is not set, none answers on 127.0.0.1:5672 and rabbitmq-server "
            f"is not installed. The distributed mode needs one. Run: {INSTALL}"
        )
    node = PrivateNode(settings.data_dir / "rabbitmq", installed, answers)
    node.start()
    return node


def given(url: str) -> GivenBroker:
    """The broker at `url`. Raises ServerMissing when it does not answer."""
    if not answers(url):
        raise ServerMissing(
            f"The broker at {_without_password(url)} does not answer or refuses the user. "
            "Start it, or correct the address and password in HINDSIGHT_AMQP_URL."
        )
    return GivenBroker(url)


def answers(url: str) -> bool:
    """Whether a broker, or a node of a cluster, takes this user and virtual host."""
    return any(_answers(address) for address in addresses(url))


def _answers(address: str) -> bool:
    parts = parse_url(address)
    connection = Connection(
        host=f"{parts['hostname'] or '127.0.0.1'}:{parts['port'] or 5672}",
        userid=parts["userid"] or "guest",
        password=parts["password"] or "guest",
        virtual_host=parts["virtual_host"] or "/",
        connect_timeout=3,
        read_timeout=5,
    )
    try:
        connection.connect()
    except (OSError, AMQPError):
        return False
    connection.close()
    return True


def _without_password(url: str) -> str:
    nodes = map(parse_url, sorted(addresses(url)))
    return ", ".join(f"{node['hostname']}:{node['port'] or 5672}" for node in nodes)
