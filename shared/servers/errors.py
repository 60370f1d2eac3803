"""What is said when a server Hindsight needs is not there."""

import psycopg2


class ServerMissing(Exception):
    """No server could be found or started; the text says what to do about it."""


def reason(error: psycopg2.Error) -> str:
    """Why PostgreSQL was not reached, without its hints and full stop, to be put into a sentence."""
    return str(error).strip().partition("\n")[0].rstrip(" .?")
