"""How does a build take the place of the one that serves, at one instant and never going back in time?"""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine

from shared.projector import builds, checkpoints, prepare
from shared.projector.builds import State
from shared.projector.checkpoints import Build
from shared.projector.engine import Projector
from shared.projector.followed import Followed
from shared.projector.table import Table
from shared.rebuild.builds import drop

_ATTEMPTS = 50


class CannotFollow(RuntimeError):
    """A build does not get to where the serving one is; the message says why, and the serving one stays."""


def catch_up(engine: Engine, table: Table) -> None:
    """Fold what the log holds beyond a build's checkpoints; others may do the same. Raises CannotFollow."""
    watermark = _Alone(engine, table).catch_up()
    with engine.connect() as connection:
        reached = checkpoints.reached(connection, table.build)
        state = builds.states(connection, [table.build.name])[table.build]
    if min(reached.values()) < watermark:
        raise CannotFollow(_why(table.build, state))


class _Alone(Projector):
    """Follows the log for one build only: another one may have far to go."""

    def __init__(self, engine: Engine, table: Table) -> None:
        super().__init__(engine, [table.projection])
        self._followed = _Only(table)


class _Only(Followed):
    def __init__(self, table: Table) -> None:
        super().__init__([table.projection])
        self._build = table.build

    def refresh(self, engine: Engine) -> None:
        super().refresh(engine)
        self.states = {build: state for build, state in self.states.items() if build == self._build}
        self.positions = {one: at for one, at in self.positions.items() if one.build == self._build}


def _why(build: Build, state: State) -> str:
    if state.paused:
        return (
            f"Read model {build.name} is paused. `hindsight projections resume {build.name}` lets it go on."
        )
    return (
        f"The new rows of {build.name} do not follow the log: {state.error or 'another process holds them'}."
    )


def swap(engine: Engine, table: Table) -> None:
    """Serve this build from now on and keep the one it replaces. Raises CannotFollow."""
    for _ in range(_ATTEMPTS):
        catch_up(engine, table)
        if _swapped(engine, table):
            return
    raise CannotFollow(
        f"Read model {table.build.name} is written faster than its new rows follow; try again."
    )


def _swapped(engine: Engine, table: Table) -> bool:
    with engine.begin() as connection:
        prepare.begin(connection)
        known = builds.states(connection, [table.build.name])
        _hold(connection, known)
        for build, state in known.items():
            if state.state == "serving" and not _follows_on(connection, build, table.build):
                return False
        prepare.retire(connection, table.build.name)
        prepare.serve(connection, table)
        if any(state.state == "serving" and state.paused for state in known.values()):
            # Only whoever paused the read model lets it go on.
            builds.set_paused(connection, table.build, paused=True)
        for build, state in known.items():
            # What would be promoted later, and is served by now.
            if state.state == "filling" and build.version <= table.build.version:
                drop(connection, build)
    return True


def _hold(connection: Connection, some: Iterable[Build]) -> None:
    """Keep everybody from moving these builds' checkpoints; as a live projector, before tables are locked."""
    partitions = {build: sorted(checkpoints.reached(connection, build)) for build in some}
    for build in sorted(partitions, key=lambda build: partitions[build]):
        checkpoints.release(connection, build)


def _follows_on(connection: Connection, old: Build, new: Build) -> bool:
    """Whether nobody who has seen the old rows would find the new ones at an earlier position."""
    before, after = checkpoints.reached(connection, old), checkpoints.reached(connection, new)
    return all(
        position >= before.get(partition, min(before.values())) for partition, position in after.items()
    )
