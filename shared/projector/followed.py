"""What does a projector follow, and how far has it come, as far as it knows?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from time import monotonic
from uuid import UUID

from sqlalchemy import Engine

from shared.projection import Projection
from shared.projector import builds, checkpoints
from shared.projector.builds import State
from shared.projector.checkpoints import Build, Reader
from shared.projector.table import Table
from shared.slices import PARTITIONS, WHOLE

EVERYTHING = frozenset({WHOLE, *range(PARTITIONS)})


class Followed:
    """The builds of some projections that the database says are to be followed, in some partitions."""

    def __init__(self, projections: Sequence[Projection]) -> None:
        self.projections = {(one.name, one.version): one for one in projections}
        self.partitions: Collection[int] = EVERYTHING
        self.tables: dict[Build, Table] = {}
        self.states: dict[Build, State] = {}
        self.positions: dict[Reader, int] = {}
        self.elsewhere: dict[Reader, int] = {}
        self.blocked: dict[Build, set[UUID]] = {}
        self.retry_at: dict[Build, float] = {}

    def refresh(self, engine: Engine) -> None:
        """Learn from the database which builds to follow, and where their checkpoints stand."""
        names = [name for name, _ in self.projections]
        with engine.connect() as connection:
            known = builds.states(connection, names)
            positions = checkpoints.positions(connection, names)
        mine = {build: state for build, state in known.items() if build[:2] in self.projections}
        self.states = {build: state for build, state in mine.items() if state.followed}
        self.tables = {build: self.tables.get(build) or self._table(build) for build in self.states}
        all_of_mine = {one: at for one, at in positions.items() if one.build in self.states}
        self.positions = {one: at for one, at in all_of_mine.items() if one.partition in self.partitions}
        self.elsewhere = {one: at for one, at in all_of_mine.items() if one not in self.positions}

    def _table(self, build: Build) -> Table:
        return Table(self.projections[build.name, build.version], build.generation)

    def shown(self) -> dict[Build, int]:
        """The builds for queries → the position all their partitions have reached."""
        found: dict[Build, int] = {}
        for (build, _), position in self.positions.items():
            if self.states[build].state == "serving":
                found[build] = min(position, found.get(build, position))
        return found

    def caught_up(self, watermark: int, within: int) -> list[Table]:
        """The new versions that may be served: partitions of other processes may be one batch behind."""
        filling = {build for build, state in self.states.items() if state.state == "filling"}
        mine = {one.build for one, at in self.positions.items() if at < watermark}
        theirs = {one.build for one, at in self.elsewhere.items() if at < watermark - within}
        return [self.tables[build] for build in filling - mine - theirs]

    def ready(self) -> dict[Reader, int]:
        """The readers that are not stopped, and where they stand."""
        now = monotonic()
        return {one: at for one, at in self.positions.items() if self.retry_at.get(one.build, 0.0) <= now}

    def together(self, watermark: int, within: int) -> Iterator[dict[Reader, int]]:
        """Readers behind the watermark; those within one batch of each other share its events.

        The ones nearest to the head come first: a build that fills from zero holds up nobody.
        """
        group: dict[Reader, int] = {}
        highest = 0
        for one, at in sorted(self.ready().items(), key=lambda pair: -pair[1]):
            if at >= watermark:
                continue
            if group and at < highest - within:
                yield group
                group = {}
            highest = highest if group else at
            group[one] = at
        if group:
            yield group


def partitions_of(readers: Iterable[Reader]) -> tuple[int, ...]:
    """What to read for them: the partitions they follow, or () for all."""
    found = {one.partition for one in readers}
    return () if WHOLE in found or len(found) == PARTITIONS else tuple(sorted(found))
