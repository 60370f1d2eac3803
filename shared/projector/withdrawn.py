"""What becomes of the rows of read models that a release does not have any more?"""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine

from shared.projection import Projection
from shared.projector import builds, checkpoints, tallies
from shared.projector.checkpoints import POLICY
from shared.projector.prepare import begin, drop
from shared.projector.table import table_name

_OTHERS = f"""
select b.name, bool_and(b.state = 'previous')
    and max(coalesce(c.updated_at, b.created_at)) < now() - interval '1 day'
from read.builds b left join read.checkpoints c using (name, version, generation)
where not b.name = any(%s) and not starts_with(b.name, '{POLICY}') group by b.name"""


def withdraw(engine: Engine, projections: Sequence[Projection]) -> None:
    """Let nobody follow read models other than these, and drop those that nobody has followed for a day.

    Until then the release before can be started again: it brings its own rows up to date.
    """
    with engine.begin() as connection:
        begin(connection)
        names = [projection.name for projection in projections]
        for name, over in connection.exec_driver_sql(_OTHERS, (names,)).all():
            (_forget if over else _leave)(connection, name)


def _leave(connection: Connection, name: str) -> None:
    for build in builds.states(connection, [name]):
        checkpoints.release(connection, build)
        builds.set_state(connection, build, "previous")


def _forget(connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f'drop view if exists read."{name}"')
    tallies.hide(connection, name)
    for build in builds.states(connection, [name]):
        drop(connection, table_name(build))
        builds.remove(connection, build)
