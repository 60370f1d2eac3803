"""How does a reader see its own write? It waits until the read models have reached its position."""

from collections.abc import Sequence
from time import monotonic, sleep

from psycopg2.errors import UndefinedTable
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.projector.failures import is_transient, pauses
from shared.refusals import Unavailable

_LONGEST_PAUSE = 0.05
_SLOWEST = """
select coalesce(min(coalesce(s.position, -1)), -1) from unnest(%s::text[]) as wanted (name)
left join read.serving s using (name) where name not in (select name from read.filling)"""


class NotYetVisible(Unavailable):
    """What you ask for is not visible yet: the pages and queries show the log up to position {reached},
    and you asked for position {position}. Try again in a moment.
    """


def wait_for(engine: Engine, names: Sequence[str], position: int, deadline_seconds: float = 5.0) -> None:
    """Return when these read models show everything up to `position`. Raises NotYetVisible (an Unavailable).

    One that is new and still being filled is not waited for. Checkpoints are asked for, with short pauses.
    """
    if not names:
        return
    deadline = monotonic() + deadline_seconds
    wait = pauses(0.002, _LONGEST_PAUSE)
    while (reached := _reached(engine, names)) < position:
        left = deadline - monotonic()
        if left <= 0:
            raise NotYetVisible(reached=max(reached, 0), position=position)
        sleep(min(next(wait), left))


def _reached(engine: Engine, names: Sequence[str]) -> int:
    try:
        with engine.connect() as connection:
            return int(connection.exec_driver_sql(_SLOWEST, (list(names),)).scalar_one())
    except PoolTimeout:
        return -1
    except DBAPIError as error:
        # The database may come back in time, and the projectors of a new installation may start in time.
        if is_transient(error) or isinstance(error.orig, UndefinedTable):
            return -1
        raise
