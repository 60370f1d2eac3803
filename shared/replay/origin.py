"""Which log is this, and up to where is it complete?"""

from typing import Any

from psycopg2.errors import UndefinedTable
from sqlalchemy.exc import ProgrammingError

from shared.database import connect


class NoLog(LookupError):
    """The database is none of Hindsight's; the message names it."""


def watermark(url: str) -> int:
    """The position up to which the log is complete now. Raises NoLog."""
    return int(_ask(url, "select position from log.watermark"))


def log_id(url: str) -> str:
    """What tells this log from any other, also after a move; empty as long as the log is. Raises NoLog."""
    return _ask(url, _FIRST) or ""


_FIRST = """
    select (select extract(epoch from recorded_at) || ' ' || command_id
            from log.events order by position limit 1)"""


def _ask(url: str, question: str) -> Any:
    engine = connect(url, application_name="hindsight replay")
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql(question).scalar_one()
    except ProgrammingError as error:
        if isinstance(error.orig, UndefinedTable):
            raise NoLog(
                f"The database {engine.url.database} holds no event log. Correct the URL or the data folder, "
                "or make a log there with `hindsight migrate`."
            ) from None
        raise
    finally:
        engine.dispose()
