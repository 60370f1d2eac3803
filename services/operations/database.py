"""How do the commands reach the database, and in which role?"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from shared.database import connect
from shared.servers import postgres
from shared.settings import Settings


class SettingMissing(Exception):
    """A command needs a setting that is not there; the message names it."""


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The URL of the database, whose private server is started when need be, and stopped again."""
    server = postgres.provide(settings)
    try:
        yield server.url
    finally:
        server.stop()


@contextmanager
def engine(settings: Settings, *, role: str | None = None) -> Iterator[Engine]:
    """An engine on that database."""
    with database(settings) as url:
        opened = connect(url, role=role, application_name="hindsight operations")
        try:
            yield opened
        finally:
            opened.dispose()


def given_urls(settings: Settings) -> tuple[str, str]:
    """Database and broker of a process that is one of many. Raises SettingMissing."""
    if not settings.database_url or not settings.amqp_url:
        missing = "HINDSIGHT_DATABASE_URL" if not settings.database_url else "HINDSIGHT_AMQP_URL"
        raise SettingMissing(
            f"{missing} is not set. Processes that work together must be told where database and broker "
            "are; `hindsight serve` needs neither."
        )
    return settings.database_url, settings.amqp_url
