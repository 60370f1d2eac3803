"""Which events are these, newest first?"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from shared.log.mapper import Mapper
from shared.log.reading import COLUMNS, readable
from shared.log.scan import Scan
from shared.log.scan_query import filters
from shared.records import Recorded

# The scan's values stand in the statement, where a percent sign is no place for a parameter.
PLAIN = {"no_parameters": True}


class Wanted(NamedTuple):
    """Which events: those of a scan whose payload holds this text, in the same letters.

    The scan ends at the watermark or before.
    """

    scan: Scan
    text: str | None = None

    def sql(self) -> str:
        """The condition on a row of log.events."""
        return " and ".join(self._conditions())

    def _conditions(self) -> Iterator[str]:
        # Bounds the planner can see, so that it knows whether most of the log is wanted or a little.
        yield f"position > {self.scan.after:d}"
        if self.scan.upto is not None:
            yield f"position <= {self.scan.upto:d}"
        yield from filters(self.scan)
        if self.text:
            yield f"position('\\x{self.text.encode().hex()}'::bytea in payload) > 0"


class Found(NamedTuple):
    """One page, newest first; `before` is where the next one goes on, None after the last."""

    records: list[Recorded[Any]]
    before: int | None


def newest(connection: Connection, wanted: Wanted, limit: int) -> Found:
    """The last `limit` of these events."""
    found = rows(connection, f"where {wanted.sql()} order by position desc limit {limit + 1:d}")
    more = len(found) > limit
    return Found(found[:limit], found[limit - 1].position if more else None)


def oldest(connection: Connection, wanted: Wanted, limit: int) -> list[Recorded[Any]]:
    """The first `limit` of these events, in order."""
    return rows(connection, f"where {wanted.sql()} order by position limit {limit:d}")


def rows(connection: Connection, rest: str) -> list[Recorded[Any]]:
    """The records in log.events that the rest of a statement picks; one may be Unreadable."""
    statement = f"select {COLUMNS} from log.events {rest}"
    fetched: Sequence[Any] = connection.exec_driver_sql(statement, execution_options=PLAIN).all()
    return readable(fetched, Mapper())
