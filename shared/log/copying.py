"""How do very many events reach the log at once, through COPY?"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from psycopg2.errors import FeatureNotSupported
from psycopg2.extensions import connection
from sqlalchemy import Engine

from shared.log.call import plain
from shared.log.copy_rows import COPY, END, START, rows
from shared.log.mapper import Mapper
from shared.records import Commit

_RESERVE = "select log.reserve(%s::uuid[], %s::int[], %s)"
_AT_ONCE = 50
"""Commits whose rows are sent at once; the server stores them while the next are made."""


class NotOwner(PermissionError):
    """The database login may append only through log.append; the message says what to do."""


def copy(engine: Engine, commits: Sequence[Commit], mapper: Mapper) -> int | None:
    """Append all commits or none, in one transaction.

    Returns the position of the first event, the others follow without a gap; None where a stream is not
    at the version expected. Raises UniqueViolation, NotOwner.
    """
    wanted = sum(len(commit.events) for commit in commits)
    pooled = engine.raw_connection()
    try:
        with cast(connection, pooled.dbapi_connection).cursor() as cursor:
            cursor.execute(_RESERVE, (*_checks(commits), wanted))
            first: int | None = cursor.fetchall()[0][0]
            if first is not None:
                cursor.copy_expert(COPY, cast(Any, Stream(_chunks(commits, first, mapper))))
        pooled.commit()
    except FeatureNotSupported as error:
        raise NotOwner(
            "Only the owner of the log may append in bulk, because the server checks no rights of single "
            "rows there. Connect as the login that migrated the database, or append in the usual way."
        ) from error
    finally:
        pooled.close()  # rolls back what was not committed
    return first


class Stream:
    """Chunks of bytes as much of a file as the driver needs: each is made when it is its turn to be sent."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, _: int = 0, /) -> bytes:
        """The next chunk, of any size; nothing at the end."""
        return next(self._chunks, b"")


def _chunks(commits: Sequence[Commit], first: int, mapper: Mapper) -> Iterator[bytes]:
    yield START
    for start in range(0, len(commits), _AT_ONCE):
        some = commits[start : start + _AT_ONCE]
        yield rows(some, first, mapper)
        first += sum(len(commit.events) for commit in some)
    yield END


def _checks(commits: Sequence[Commit]) -> tuple[str, str]:
    # A stream that is to begin is left to the unique key.
    checks: dict[object, int] = {}
    for commit in commits:
        checks.setdefault(commit.stream_id, commit.expected_version)
    grown = {stream: version for stream, version in checks.items() if version}
    return plain(grown), plain(grown.values())
