"""Which new read model is still being filled from past events, and how far has it come?"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from shared.projection import Projection
from shared.refusals import Unavailable

_FILLING = """
select f.name, f.position, w.position as watermark, f.error
from read.filling f, log.watermark w where f.name = any(%s) order by f.position"""
_RAISED = """
select b.name, coalesce(min(c.position), 0) as position, min(w.position) as watermark, b.error
from log.watermark w, read.builds b left join read.checkpoints c using (name, version, generation)
where b.state = 'filling' group by b.name, b.version, b.generation, b.error order by position limit 1"""


class StillFilling(Unavailable):
    """This is new and is still being filled from past events: {percent} % by now. It will be here by itself;
    try again later.
    """


class Filling(NamedTuple):
    """A read model on its way through the log; `error` is what stopped it."""

    name: str
    position: int
    watermark: int
    error: str | None

    @property
    def share(self) -> float:
        """How much of the log it has folded, from 0 to 1."""
        return self.position / self.watermark if self.watermark else 0.0


def filling(connection: Connection, name: str) -> Filling | None:
    """How far a new read model has come; None once it has caught up."""
    return next(iter(_filling(connection, [name])), None)


def must_be_filled(connection: Connection, projections: Sequence[Projection]) -> None:
    """Raises StillFilling where one of these read models cannot be asked yet."""
    for late in _filling(connection, [projection.name for projection in projections]):
        raise StillFilling(percent=int(100 * late.share))


def must_not_be_raised(connection: Connection) -> None:
    """Raises StillFilling while rows of an earlier release serve because those of this one are not complete.

    To be asked when a query met a table or column that is not there: then this is why, or nothing is.
    """
    for row in connection.exec_driver_sql(_RAISED):
        raise StillFilling(percent=int(100 * Filling(*row).share))


def _filling(connection: Connection, names: list[str]) -> list[Filling]:
    return [Filling(*row) for row in connection.exec_driver_sql(_FILLING, (names,))]
