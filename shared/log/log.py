"""How are events appended and read?"""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from psycopg2.errors import UniqueViolation
from sqlalchemy import Engine

from shared.log.call import CALL, CALL_ONE, parameters, parameters_of_one, plain, quoted
from shared.log.copying import copy
from shared.log.mapper import Mapper
from shared.log.reading import COLUMNS, readable, records, stored
from shared.log.receipts import fresh, in_order, receipts
from shared.log.session import run
from shared.records import Commit, Envelope, Receipt, Recorded
from shared.refusals import VersionConflict
from shared.telemetry.metrics import append_seconds, appended_events

_RECORDED = """
    select command_id, stream_id, max(version), max(position), array_agg(type order by command_seq),
           command_digest
    from log.events where command_id = any(%s::uuid[]) group by command_id, stream_id, command_digest"""
_STREAM = f"select {COLUMNS} from log.events where stream_id = %s::uuid and version > %s order by version"
_STREAMS = f"""
    select {COLUMNS} from log.events where stream_id = any(%s::uuid[]) and version <= %s
    order by stream_id, version"""
# One that is ahead of its stream tells of events that were lost with a disk.
_SNAPSHOT = """
    select version, state from log.stream_snapshots s where stream_id = %s::uuid and kind = %s
    and exists (select from log.events e where e.stream_id = s.stream_id and e.version = s.version)"""
_KEEP = "select log.keep_snapshot(%s::uuid, %s, %s, %s)"
_BEGINNINGS = "select stream_id, type from log.events where stream_id = any(%s::uuid[]) and version = 1"
# The index events_traces holds these sources and no other.
_TOUCHED = """
    select stream_id from log.events where correlation_id = %s::uuid and source in ('import', 'automation')
    group by stream_id order by min(position) desc"""
_READ = f"""
    select {COLUMNS} from log.events
    where position > %s and position <= least(%s::bigint, (select position from log.watermark))
      and (%s = '{{}}' or log.partition_of(stream_id) = any(%s::int[]))
      and (%s = '{{}}' or type = any(%s::text[]))
    order by position limit %s"""

_LATEST = f"""
    select {COLUMNS} from log.events
    where stream_id = any(%s::uuid[]) and (%s::bigint is null or (occurred_at, position) <
        (select last.occurred_at, last.position from log.events last where last.position = %s))
    order by occurred_at desc, position desc limit %s"""


MAX_VERSION = 2**31 - 1
_Write = Callable[[Sequence[Commit]], int | None]


class Log:
    """The append-only log of one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mapper = Mapper()

    def append(self, commits: Sequence[Commit]) -> list[Receipt]:
        """Append all commits or none, in one transaction and one round trip; one receipt each, in order.

        Commits of one stream follow one another. A commit whose command is in the log already is left
        out, and its receipt is the first result. Raises VersionConflict, CommandIdReused.
        """
        return self._append(commits, self._call)

    def append_bulk(self, commits: Sequence[Commit]) -> list[Receipt]:
        """As `append`, several times faster for thousands of events at once, and for the log's owner only.

        Not for green threads. Raises VersionConflict, CommandIdReused, NotOwner.
        """
        return self._append(commits, self._copy)

    def _append(self, commits: Sequence[Commit], write: _Write) -> list[Receipt]:
        known: dict[UUID, tuple[Receipt, int]] = {}
        while new := fresh(commits, known):
            first = _written(new, write)
            if first is not None:
                return receipts(commits, new, first, known)
            # Either a writer was faster, or a command is repeated, perhaps by one who commits at this moment.
            known = self.recorded([commit.header.command_id for commit in commits])
            if not any(commit.header.command_id in known for commit in new):
                raise VersionConflict
        return receipts(commits, [], 0, known)

    def _call(self, commits: Sequence[Commit]) -> int | None:
        if len(commits) == 1 and len(commits[0].events) == 1:
            call = CALL_ONE, parameters_of_one(commits[0], self._mapper)
        else:
            call = CALL, parameters(commits, self._mapper)
        first: int | None = run(self._engine, *call)[0][0]
        return first

    def _copy(self, commits: Sequence[Commit]) -> int | None:
        return copy(self._engine, commits, self._mapper)

    def recorded(self, command_ids: Collection[UUID]) -> dict[UUID, tuple[Receipt, int]]:
        """Those of the commands that are in the log: command id → first receipt and digest."""
        rows = run(self._engine, _RECORDED, (plain(command_ids),))
        return {
            command: (
                Receipt(
                    command_id=command,
                    stream_id=stream,
                    version=version,
                    position=position,
                    events=tuple(types),
                ),
                digest,
            )
            for command, stream, version, position, types, digest in rows
        }

    def stream(self, stream_id: UUID, after: int = 0) -> list[Recorded[Any]]:
        """The records of a stream with a version above `after`, in order; none if there is no such stream."""
        return records(run(self._engine, _STREAM, (str(stream_id), after)), self._mapper)

    def streams(
        self, stream_ids: Collection[UUID], *, upto: int = MAX_VERSION
    ) -> dict[UUID, list[Recorded[Any]]]:
        """The records of several streams up to a version, in one query; without records, an empty list."""
        found: dict[UUID, list[Recorded[Any]]] = {stream_id: [] for stream_id in stream_ids}
        for record in records(run(self._engine, _STREAMS, (plain(stream_ids), upto)), self._mapper):
            found[record.stream_id].append(record)
        return found

    def snapshot(self, stream_id: UUID, kind: str) -> tuple[int, bytes] | None:
        """The newest snapshot of that kind: version and state."""
        rows = run(self._engine, _SNAPSHOT, (str(stream_id), kind))
        return (rows[0][0], bytes(rows[0][1])) if rows else None

    def keep_snapshot(self, stream_id: UUID, kind: str, version: int, state: bytes) -> None:
        """Keep a snapshot in place of an older one of that kind."""
        run(self._engine, _KEEP, (str(stream_id), kind, version, state))

    def existing(self, stream_ids: Collection[UUID]) -> set[UUID]:
        """Those of the streams that have at least one event."""
        return set(self.beginnings(stream_ids))

    def beginnings(self, stream_ids: Collection[UUID]) -> dict[UUID, str]:
        """Those of the streams that have at least one event → the type of their first."""
        return dict(run(self._engine, _BEGINNINGS, (plain(stream_ids),)))

    def touched(self, import_id: UUID) -> list[UUID]:
        """The streams an import changed, itself or through what followed from it; the last one first."""
        return [stream_id for (stream_id,) in run(self._engine, _TOUCHED, (str(import_id),))]

    def read(
        self,
        after: int,
        limit: int,
        upto: int | None = None,
        *,
        partitions: Collection[int] = (),
        types: Collection[str] = (),
    ) -> list[Recorded[Any]]:
        """At most `limit` records above position `after`, in order, up to the watermark or `upto`.

        Only of these partitions and types, where any are named. The event of a record may be Unreadable.
        """
        return readable(self._rows(after, limit, upto, plain(partitions), quoted(types)), self._mapper)

    def read_stored(self, after: int, limit: int) -> list[tuple[Envelope, memoryview]]:
        """As `read`, with payloads as they are stored: whoever passes them on need not know the events."""
        return stored(self._rows(after, limit, None, "{}", "{}"))

    def _rows(
        self, after: int, limit: int, upto: int | None, partitions: str, types: str
    ) -> list[tuple[Any, ...]]:
        wanted = (partitions, partitions, types, types)
        return run(self._engine, _READ, (after, upto, *wanted, limit))

    def latest(
        self, stream_ids: Collection[UUID], *, before: int | None = None, limit: int
    ) -> list[Recorded[Any]]:
        """The last `limit` records of these streams by business time, newest first.

        `before` is the position of the record the answer goes on after.
        """
        return records(run(self._engine, _LATEST, (plain(stream_ids), before, before, limit)), self._mapper)

    def watermark(self) -> int:
        """The position up to which every record can be read and none will appear any more."""
        position: int = run(self._engine, "select position from log.watermark")[0][0]
        return position


def _written(commits: Sequence[Commit], write: _Write) -> int | None:
    """The position of the first event, or None where a key or a version stood in the way."""
    if not in_order(commits):
        return None
    try:
        with append_seconds.time():
            first = write(commits)
    except UniqueViolation:
        return None
    if first is not None:
        appended_events.inc(sum(len(commit.events) for commit in commits))
    return first
