"""How do commits become one call of the database: log.append, or log.append_one for a lone event?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from shared.events import event_name
from shared.log.mapper import Mapper
from shared.records import Commit, Header

CALL = (
    "select first, refused from log.append("
    "%s, %s::uuid[], %s::int[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], "
    "%s::uuid[], %s::bigint[], %s::uuid[], %s::uuid[], %s::int[], "
    "%s::int[], %s::int[], %s::text[], %s::smallint[], %s::int[], %s::bytea)"
)
"""Arrays travel as array literals: a list of constants would cost the server more to parse than to insert."""

NULL = "NULL"
CALL_ONE = "select log.append_one(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::smallint, %s)"


def parameters(commits: Sequence[Commit], mapper: Mapper, *, each: bool = False) -> tuple[Any, ...]:
    """The parameters of CALL. Each stream is checked once, at the version its first commit expects.

    each: append those commits that can be, not all or none.
    """
    heads = commit_columns([(commit.stream_id, commit.header, commit.digest) for commit in commits])
    events = _event_columns(commits, mapper)
    stream_ids, *others = heads
    return (each, stream_ids, plain(_checks(commits)), *others, _firsts(commits), *events)


def _checks(commits: Sequence[Commit]) -> Iterator[int | str]:
    known: set[UUID] = set()
    for commit in commits:
        yield NULL if commit.stream_id in known else commit.expected_version
        known.add(commit.stream_id)


def parameters_of_one(commit: Commit, mapper: Mapper) -> tuple[Any, ...]:
    """The parameters of CALL_ONE, for a commit of one event."""
    header, event = commit.header, commit.events[0]
    return (
        str(commit.stream_id),
        commit.expected_version,
        str(header.occurred_at or datetime.now(UTC)),
        header.actor,
        header.branch,
        header.source,
        str(header.command_id),
        commit.digest,
        str(header.correlation_id),
        header.causation_id and str(header.causation_id),
        event_name(type(event)),
        event.schema_version,
        escaped(mapper.pack(event)),
    )


def commit_columns(heads: Sequence[tuple[UUID, Header, int]]) -> tuple[Any, ...]:
    """What the events of one commit share: stream, header and command digest."""
    headers = [header for _, header, _ in heads]
    now = datetime.now(UTC)
    return (
        plain(stream_id for stream_id, _, _ in heads),
        quoted(str(header.occurred_at or now) for header in headers),
        quoted(header.actor for header in headers),
        quoted(header.branch for header in headers),
        quoted(header.source for header in headers),
        plain(header.command_id for header in headers),
        plain(digest for _, _, digest in heads),
        plain(header.correlation_id for header in headers),
        plain(header.causation_id or NULL for header in headers),
    )


def _firsts(commits: Sequence[Commit]) -> str:
    # From the place of a commit's first event the server counts its events.
    return plain(accumulate((len(commit.events) for commit in commits[:-1]), initial=1))


def _event_columns(commits: Sequence[Commit], mapper: Mapper) -> tuple[Any, ...]:
    events = [event for commit in commits for event in commit.events]
    ends, payloads = packed([mapper.pack(event) for event in events])
    return (
        plain(number for number, commit in enumerate(commits, 1) for _ in commit.events),
        plain(version for commit in commits for version in _versions(commit)),
        plain(event_name(type(event)) for event in events),
        plain(event.schema_version for event in events),
        ends,
        escaped(payloads),
    )


def _versions(commit: Commit) -> range:
    return range(commit.expected_version + 1, commit.expected_version + 1 + len(commit.events))


def packed(payloads: Sequence[bytes]) -> tuple[str, bytes]:
    """Payloads as one value: where each ends, and all of them joined."""
    return plain(accumulate(map(len, payloads))), b"".join(payloads)


def escaped(payloads: bytes) -> str:
    """JSON as a bytea in escape format: half as long to send and to read as one in hexadecimal digits."""
    return payloads.replace(b"\\", b"\\\\").decode()


def plain(values: Iterable[Any]) -> str:
    """An array literal of values that hold neither quotes, commas, braces nor blanks."""
    return "{" + ",".join(map(str, values)) + "}"


def quoted(values: Iterable[str]) -> str:
    """An array literal of any texts."""
    return "{" + ",".join('"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values) + "}"
