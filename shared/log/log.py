"""How are events appended and read?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from shared.log.appending import Appending
from shared.log.call import plain, quoted
from shared.log.mapper import Mapper
from shared.log.reading import COLUMNS, readable, records, stored
from shared.log.session import run
from shared.records import Envelope, Recorded

_STREAM = f"select {COLUMNS} from log.events where stream_id = %s::uuid and version > %s order by version"
_STREAMS = f"""
    select {COLUMNS} from log.events where stream_id = any(%s::uuid[]) and version <= %s
    and (%s = '{{}}' or type = any(%s::text[]))
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
      and type <> all(%s::text[]) and (%s = '{{}}' or split_part(type, '.', 1) = any(%s::text[]))
      and (%s::text is null or actor = %s) and (%s::timestamptz is null or occurred_at >= %s)
    order by occurred_at desc, position desc limit %s"""


MAX_VERSION = 2**31 - 1


class Log(Appending):
    """The append-only log of one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, Mapper())

    @property
    def engine(self) -> Engine:
        """The database it is in."""
        return self._engine

    def stream(self, stream_id: UUID, after: int = 0) -> list[Recorded[Any]]:
        """The records of a stream with a version above `after`, in order; none if there is no such stream."""
        return records(run(self._engine, _STREAM, (str(stream_id), after)), self._mapper)

    def streams(
        self, stream_ids: Collection[UUID], *, upto: int = MAX_VERSION, types: Collection[str] = ()
    ) -> dict[UUID, list[Recorded[Any]]]:
        """The records of several streams up to a version, in one query; without records, an empty list.

        Only of these types, where any are named.
        """
        return _apart(stream_ids, records(self._of_streams(stream_ids, upto, types), self._mapper))

    def histories(self, stream_ids: Collection[UUID]) -> dict[UUID, list[Recorded[Any]]]:
        """As `streams`, for those who only tell of it: an event may be Unreadable."""
        return _apart(stream_ids, readable(self._of_streams(stream_ids, MAX_VERSION, ()), self._mapper))

    def _of_streams(
        self, stream_ids: Collection[UUID], upto: int, types: Collection[str]
    ) -> list[tuple[Any, ...]]:
        wanted = quoted(types)
        return run(self._engine, _STREAMS, (plain(stream_ids), upto, wanted, wanted))

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
        self,
        stream_ids: Collection[UUID],
        *,
        before: int | None = None,
        limit: int,
        without: Collection[str] = (),
        contexts: Collection[str] = (),
        actor: str | None = None,
        since: datetime | None = None,
    ) -> list[Recorded[Any]]:
        """The last `limit` records of these streams by business time, newest first.

        `before` is the position of the record the answer goes on after; `without` are types left out,
        `contexts` the only ones where any are named. An event may be Unreadable.
        """
        only = quoted(contexts)
        wanted = (quoted(without), only, only, actor, actor, since, since, limit)
        rows = run(self._engine, _LATEST, (plain(stream_ids), before, before, *wanted))
        return readable(rows, self._mapper)

    def watermark(self) -> int:
        """The position up to which every record can be read and none will appear any more."""
        position: int = run(self._engine, "select position from log.watermark")[0][0]
        return position


def _apart(stream_ids: Collection[UUID], found: list[Recorded[Any]]) -> dict[UUID, list[Recorded[Any]]]:
    streams: dict[UUID, list[Recorded[Any]]] = {stream_id: [] for stream_id in stream_ids}
    for record in found:
        streams[record.stream_id].append(record)
    return streams
