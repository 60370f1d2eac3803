"""What stands around every page: where the reader is, and how fresh what they see is?"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from shared.projection import Projection


class Freshness(NamedTuple):
    """The log position the slowest read model shows, and the age in seconds of the first event beyond it."""

    position: int
    lag: float


_FRESHNESS = """
    select shown.position, coalesce((
        select extract(epoch from clock_timestamp() - e.recorded_at) from log.events e
        where e.position > shown.position and e.position <= w.position order by e.position limit 1), 0)
    from (select read.reflected(%s) as position) as shown, log.watermark w"""


def freshness(connection: Connection, reads: Sequence[Projection]) -> Freshness:
    """Where these read models stand now."""
    names = [projection.name for projection in reads]
    position, lag = connection.exec_driver_sql(_FRESHNESS, (names,)).one()
    return Freshness(int(position), float(lag))
