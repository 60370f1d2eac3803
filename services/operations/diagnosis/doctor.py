"""What is wrong with this installation, and what can be done?"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from services.operations.broker import broker_problem
from services.operations.diagnosis import database, following, machine, processes
from services.operations.diagnosis.finding import Finding, ill, notice, well
from services.operations.installation import running
from shared.database import WrongUrl, connect
from shared.projector.failures import told
from shared.servers import postgres
from shared.servers.errors import ServerMissing
from shared.servers.postgres_cluster import PrivateCluster
from shared.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything and change nothing; each thing is looked at even where another one is ill."""
    yield from machine.examine(settings)
    amqp_url = settings.amqp_url or _broker_of_the_folder(settings)
    yield from _database(settings, distributed=bool(amqp_url))
    if amqp_url:
        yield from _broker(amqp_url)
    else:
        yield well(
            "broker", "No distributed installation runs here: broker, relay and services were not checked."
        )


def _broker_of_the_folder(settings: Settings) -> str | None:
    found = running(settings.data_dir)
    return found.amqp_url if found else None


def _database(settings: Settings, *, distributed: bool) -> Iterator[Finding]:
    try:
        url = settings.database_url and postgres.given(settings.database_url).url
        if not url and (missing := _private_database(settings.data_dir / "postgres")):
            yield missing
            return
        yield from _examined(url or PrivateCluster(settings.data_dir / "postgres").url, distributed)
    except (ServerMissing, WrongUrl) as error:
        yield ill("database", str(error), "Then ask the doctor again.")
    except SQLAlchemyError as error:
        yield ill("database", f"The database refused a question: {told(error)}.", "Its own log tells more.")


def _private_database(folder: Path) -> Finding | None:
    if not folder.exists():
        return well("database", f"There is no data in {folder.parent} yet; `hindsight serve` creates it.")
    if not PrivateCluster(folder).ended():
        return None
    what = "The private PostgreSQL of this folder is not running, so nothing in it was checked."
    if (folder / "postmaster.pid").exists():
        # An orderly stop removes this file.
        return ill("database", f"{what} It died.", "`make run` starts it; nothing acknowledged is lost.")
    return notice("database", what, "`make run` starts it.")


def _examined(url: str, distributed: bool) -> Iterator[Finding]:
    opened = connect(url, application_name="hindsight doctor")
    try:
        with opened.connect() as connection:
            found = list(database.examine(connection))
        yield from found
        if found[-1].verdict == "well":
            yield from following.examine(opened, distributed=distributed)
    finally:
        opened.dispose()


def _broker(url: str) -> Iterator[Finding]:
    problem = broker_problem(url)
    if problem is None:
        yield well("broker", "RabbitMQ answers.")
        yield from processes.services(url)
    else:
        yield ill("broker", problem, "Nothing is lost: events wait in the log meanwhile.")
