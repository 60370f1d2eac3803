"""Does this broker answer, and what is wrong if not?"""

from urllib.parse import urlsplit

from kombu import Connection
from kombu.exceptions import KombuError, OperationalError

SECONDS = 3.0


def broker_problem(url: str) -> str | None:
    """None where the broker takes connections, else a sentence (the password is never part of it)."""
    try:
        with Connection(url, connect_timeout=SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=SECONDS)
    except (OSError, KombuError, OperationalError, *_amqp_errors()) as error:
        parts = urlsplit(url)
        return f"RabbitMQ at {parts.hostname}:{parts.port or 5672} does not answer ({' '.join(str(error).split())})."
    return None


def _amqp_errors() -> tuple[type[Exception], ...]:
    return Connection("amqp://").connection_errors + Connection("amqp://").channel_errors
