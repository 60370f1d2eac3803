"""How do the rows that served before come back?"""

import msgspec
from sqlalchemy import Connection, Engine

from shared.projection import Projection
from shared.projector import builds
from shared.projector.checkpoints import Build
from shared.projector.table import Table
from shared.rebuild import record
from shared.rebuild.builds import claimed, previous, unfinished
from shared.rebuild.record import Rebuilding
from shared.rebuild.swap import swap
from shared.refusals import Refused

_PHASE = "rolling back"


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
            build = previous(connection, projection.name) or _broken_off(connection, projection.name)
            if build is None:
                raise NothingToRollBackTo(name=projection.name)
            if build.version != projection.version:
                raise OfAnotherRelease(name=projection.name, version=build.version)
            # From now on everybody who follows the log takes it further, too.
            builds.set_state(connection, build, "rebuilding")
            _note(connection, build, projection)
        swap(engine, Table(projection, build.generation))
        return build.generation


def _note(connection: Connection, build: Build, projection: Projection) -> None:
    """So that a rollback which was broken off goes on, also as a rebuild of which only the end is left."""
    left = Rebuilding(0, list(projection.partitions), indexed=True, phase=_PHASE, share=1.0)
    record.note(connection, build, **msgspec.structs.asdict(left))


def _broken_off(connection: Connection, name: str) -> Build | None:
    build = unfinished(connection, name)
    return build if build and record.read(connection, build).phase == _PHASE else None
