"""Where does PostgreSQL come from? Given by address, or a private server in the data folder."""

from typing import Protocol

import psycopg2

from shared.database import normalized
from shared.servers.errors import ServerMissing, reason
from shared.servers.postgres_cluster import PrivateCluster
from shared.settings import Settings


class PostgresServer(Protocol):
    """A database that takes connections at `url`.

    `started` when this process started its server; `shared` when other processes use its folder, too.
    """

    @property
    def url(self) -> str: ...

    @property
    def started(self) -> bool: ...

    @property
    def shared(self) -> bool: ...

    def start(self) -> None:
        """Start the server, if it is private and does not run. Raises ServerMissing."""

    def ended(self) -> bool:
        """Whether it is private and runs no longer."""

    def stop(self) -> None:
        """Stop the server, if it is private and nobody else uses it."""


class GivenServer:
    """Somebody else's server: used, never stopped."""

    started = shared = False

    def __init__(self, url: str) -> None:
        self.url = url

    def start(self) -> None:
        """Nothing: whoever owns it starts it."""

    def ended(self) -> bool:
        """Never for us to say."""
        return False

    def stop(self) -> None:
        """Nothing: whoever started it stops it."""


def provide(settings: Settings) -> PostgresServer:
    """A database that answers. Raises ServerMissing saying what to do when there is none."""
    if settings.database_url:
        return given(settings.database_url)
    cluster = PrivateCluster(settings.data_dir / "postgres")
    cluster.start()
    return cluster


def given(url: str) -> GivenServer:
    """The database at `url`. Raises ServerMissing when it does not answer."""
    address = normalized(url)
    try:
        psycopg2.connect(
            address.set(drivername="postgresql").render_as_string(False), connect_timeout=5
        ).close()
    except psycopg2.OperationalError as error:
        raise ServerMissing(
            f"The database {address.database} at {address.host or 'the local socket'} does not answer: "
            f"{reason(error)}. Start it, or correct HINDSIGHT_DATABASE_URL."
        ) from None
    return GivenServer(address.render_as_string(False))
