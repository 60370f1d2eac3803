"""How do commits become the parameters of one call of log.append?"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.log.mapper import Mapper
from shared.records import Commit, Header

CALL = (
    "select outcome, first from log.append("
    "%s::uuid[], %s::int[], "
    "%s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], "
    "%s::uuid[], %s::bigint[], %s::uuid[], %s::uuid[], "
    "%s::int[], %s::int[], %s::smallint[], %s::text[], %s::smallint[], %s::int[], %s::int[], %s::bytea)"
)
"""Arrays travel as array literals: a list of constants would cost the server more to parse than to insert."""


def parameters(commits: Sequence[Commit], mapper: Mapper) -> tuple[Any, ...]:
    """The parameters of CALL. Each stream is checked once, at the version its first commit expects."""
    checks: dict[UUID, int] = {}
    for commit in commits:
        checks.setdefault(commit.stream_id, commit.expected_version)
    heads = commit_columns([(commit.stream_id, commit.header, commit.digest) for commit in commits])
    return (plain(checks), plain(checks.values()), *heads, *_event_columns(commits, mapper))


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
        plain(header.causation_id or "NULL" for header in headers),
    )


def _event_columns(commits: Sequence[Commit], mapper: Mapper) -> tuple[Any, ...]:
    rows = [
        (number, commit.expected_version + seq + 1, seq, mapper.name(event), event.schema_version)
        for number, commit in enumerate(commits, 1)
        for seq, event in enumerate(commit.events)
    ]
    payloads = [mapper.pack(event) for commit in commits for event in commit.events]
    return (*(plain(column) for column in zip(*rows, strict=True)), *packed(payloads))


def packed(payloads: Sequence[bytes]) -> tuple[str, str, bytes]:
    """Payloads as one value: where each starts (from 1), how long it is, and all of them joined."""
    starts, start = [], 1
    for payload in payloads:
        starts.append(start)
        start += len(payload)
    return plain(starts), plain(map(len, payloads)), b"".join(payloads)


def plain(values: Iterable[Any]) -> str:
    """An array literal of values that hold neither quotes, commas, braces nor blanks."""
    return "{" + ",".join(map(str, values)) + "}"


def quoted(values: Iterable[str]) -> str:
    """An array literal of any texts."""
    return "{" + ",".join('"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values) + "}"
