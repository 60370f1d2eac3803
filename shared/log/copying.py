"""How do very many events reach the log at once, through COPY?"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import cast

from psycopg2.errors import FeatureNotSupported
from psycopg2.extensions import connection
from sqlalchemy import Engine

from shared.events import event_name
from shared.log.call import plain
from shared.log.mapper import Mapper
from shared.records import Commit

_RESERVE = "select log.reserve(%s::uuid[], %s::int[], %s)"
_COPY = """copy log.events (
    position, stream_id, version, occurred_at, actor, branch, source, command_id, command_seq, command_digest,
    correlation_id, causation_id, type, schema_version, payload) from stdin"""


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
                cursor.copy_expert(_COPY, BytesIO(b"".join(_lines(commits, first, mapper))))
        pooled.commit()
    except FeatureNotSupported as error:
        raise NotOwner(
            "Only the owner of the log may append in bulk, because the server checks no rights of single "
            "rows there. Connect as the login that migrated the database, or append in the usual way."
        ) from error
    finally:
        pooled.close()  # rolls back what was not committed
    return first


def _checks(commits: Sequence[Commit]) -> tuple[str, str]:
    # A stream that is to begin is left to the unique key.
    checks: dict[object, int] = {}
    for commit in commits:
        checks.setdefault(commit.stream_id, commit.expected_version)
    grown = {stream: version for stream, version in checks.items() if version}
    return plain(grown), plain(grown.values())


def _lines(commits: Sequence[Commit], first: int, mapper: Mapper) -> Iterator[bytes]:
    now, position = str(datetime.now(UTC)), first
    for commit in commits:
        shared = _shared(commit, now)
        for number, event in enumerate(commit.events):
            yield (
                (
                    f"{position}\t{commit.stream_id}\t{commit.expected_version + 1 + number}\t"
                    f"{shared[0]}\t{number}\t{shared[1]}\t{event_name(type(event))}\t{event.schema_version}\t"
                ).encode()
                + mapper.pack(event).replace(b"\\", b"\\\\\\\\")
                + b"\n"
            )
            position += 1


def _shared(commit: Commit, now: str) -> tuple[str, str]:
    """What stands before and after the number of the event within its command."""
    header = commit.header
    texts = "\t".join(map(_escaped, (header.actor, header.branch, header.source)))
    return (
        f"{header.occurred_at or now}\t{texts}\t{header.command_id}",
        f"{commit.digest}\t{header.correlation_id}\t{header.causation_id or _NULL}",
    )


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
