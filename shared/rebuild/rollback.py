"""How do the rows that served before come back?"""

from sqlalchemy import Engine

from shared.projection import Projection
from shared.projector import builds
from shared.projector.table import Table
from shared.rebuild.builds import claimed, previous
from shared.rebuild.swap import swap
from shared.refusals import Refused


class NothingToRollBackTo(Refused):
    """Read model {name} has no previous rows. There are some after a rebuild or a new version, once."""


class OfAnotherRelease(Refused):
    """The previous rows of {name} are of version {version}, which only the release that made them can fold.
    Start that release: it brings them up to date and serves them by itself.
    """


def rollback(engine: Engine, projection: Projection) -> int:
    """Bring the previous rows up to date and serve them again; those that serve now become the previous ones.

    Returns the generation that serves now. Raises AlreadyRebuilding, NothingToRollBackTo, OfAnotherRelease,
    CannotFollow.
    """
    with claimed(engine, projection.name):
        with engine.begin() as connection:
            build = previous(connection, projection.name)
            if build is None:
                raise NothingToRollBackTo(name=projection.name)
            if build.version != projection.version:
                raise OfAnotherRelease(name=projection.name, version=build.version)
            # From now on everybody who follows the log takes it further, too.
            builds.set_state(connection, build, "rebuilding")
        swap(engine, Table(projection, build.generation))
        return build.generation
