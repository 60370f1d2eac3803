"""Does what a process depends on answer? None when it does, else a sentence that says what is wrong."""

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection


def database_problem(engine: Engine) -> str | None:
    """What keeps us from reading the log, or None."""
    try:
        with engine.connect() as connection:
            connection.execute(text("select position from log.watermark"))
    except (DBAPIError, NoConnection) as error:
        return f"the event log cannot be read: {str(error).splitlines()[0]}"
    return None
