"""What is wrong with this installation, and what can be done?"""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from services.operations.broker import broker_problem
from services.operations.database import engine
from services.operations.diagnosis import database, following, machine
from services.operations.diagnosis.finding import Finding, ill, well
from shared.database import WrongUrl
from shared.projector.failures import told
from shared.servers.errors import ServerMissing
from shared.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything; each thing is looked at even where another one is ill."""
    yield from machine.examine(settings)
    yield from _database(settings)
    if settings.amqp_url:
        yield _broker(settings.amqp_url)


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url and not (settings.data_dir / "postgres").exists():
        yield well("database", f"There is no data in {settings.data_dir} yet; `hindsight serve` creates it.")
        return
    try:
        with engine(settings) as opened:
            with opened.connect() as connection:
                found = list(database.examine(connection))
            yield from found
            if found[-1].verdict == "well":
                yield from following.examine(opened, distributed=bool(settings.amqp_url))
    except (ServerMissing, WrongUrl) as error:
        yield ill("database", str(error), "Then ask the doctor again.")
    except SQLAlchemyError as error:
        yield ill("database", f"The database refused a question: {told(error)}.", "Its own log tells more.")


def _broker(url: str) -> Finding:
    problem = broker_problem(url)
    if problem is None:
        return well("broker", "RabbitMQ answers.")
    return ill("broker", problem, "Nothing is lost: events wait in the log meanwhile.")
