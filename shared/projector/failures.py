"""Is a failure worth another try as it is, or does it lie in the event itself?"""

import random
from collections.abc import Iterator

import psycopg2
from sqlalchemy.exc import DBAPIError

_LIMIT_EXCEEDED = "54"  # such as a value too large for an index: the same again tomorrow


def is_transient(error: BaseException) -> bool:
    """True where the database went away, was busy, or chose this transaction as a victim."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg2.OperationalError | psycopg2.InterfaceError):
        return False
    return not (getattr(cause, "pgcode", None) or "").startswith(_LIMIT_EXCEEDED)


def lies_in_the_event(error: BaseException) -> bool:
    """True where a fold failed or the database refused a value; not where it lacks a table or a right."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg2.Error):
        return True
    # Classes of SQLSTATE: data exceptions, violated constraints, exceeded limits.
    return (getattr(cause, "pgcode", None) or "22")[:2] in ("22", "23", _LIMIT_EXCEEDED)


def pauses(first: float = 0.05, longest: float = 5.0) -> Iterator[float]:
    """Seconds to wait before each further try: doubling, with jitter, never more than `longest`."""
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1.0)
        pause = min(pause * 2, longest)


def told(error: BaseException) -> str:
    """The error in one line, for people."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(cause).__name__}: {' '.join(str(cause).split())}"[:1000]
