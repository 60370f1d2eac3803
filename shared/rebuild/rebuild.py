"""How is a read model folded again from the first event, while the old rows serve?"""

import time
from collections.abc import Sequence

import msgspec
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.database import connect
from shared.log.roles import PROJECTOR
from shared.projection import Projection
from shared.projector import builds, prepare
from shared.projector.checkpoints import Build
from shared.projector.failures import lies_in_the_event, told
from shared.projector.table import Table
from shared.rebuild import plan, record
from shared.rebuild.builds import begin, claimed, drop, finish, serving
from shared.rebuild.plan import AS_FITS, Means
from shared.rebuild.progress import Progress, Tally, Watch, unwatched
from shared.rebuild.swap import catch_up, swap
from shared.rebuild.verification import Verdict, against_fold, against_serving, unexplained
from shared.rebuild.workers import FoldFailed, fold


class Rebuilt(msgspec.Struct, frozen=True):
    """What came of a rebuild. `verified_against` is `the rows that served` or `a second fold`."""

    name: str
    version: int
    generation: int
    rows: int
    position: int
    events: int
    seconds: float
    parked: int
    verified_against: str


class RebuildFailed(RuntimeError):
    """A read model stays as it was; the message says why, and names the event or the rows."""


def rebuild(
    url: str, projections: Sequence[Projection], *, means: Means = AS_FITS, progress: Watch = unwatched
) -> list[Rebuilt]:
    """Fold read models again, one after the other; each is swapped in when it is verified.

    Whatever ends this in between, the next call goes on. Nothing but rows comes of it: there is no bus here.
    Raises AlreadyRebuilding, RebuildFailed, Interrupted, Cancelled, CannotFollow.
    """
    engine = connect(url, role=PROJECTOR, application_name="hindsight rebuild")
    try:
        return [_Rebuild(url, engine, projection, means, progress).run() for projection in projections]
    finally:
        engine.dispose()


class _Rebuild:
    def __init__(self, url: str, engine: Engine, projection: Projection, means: Means, watch: Watch) -> None:
        self._url, self._engine = url, engine
        self._projection = projection
        self._means = means
        self._watch = watch
        self._started = time.monotonic()
        self._events = 0

    def run(self) -> Rebuilt:
        with claimed(self._engine, self._projection.name):
            started = begin(self._engine, self._projection)
            try:
                return self._rebuilt(started.table)
            except (FoldFailed, _Wrong, DBAPIError) as error:
                if isinstance(error, DBAPIError) and not lies_in_the_event(error):
                    raise
                self._drop(started.table)
                raise RebuildFailed(f"{self._projection.name} stays as it was: {_in_words(error)}") from error

    def _rebuilt(self, table: Table) -> Rebuilt:
        self._fill(table)
        self._say("catching up")
        catch_up(self._engine, table)
        verdict, against = self._verified(table)
        with self._engine.begin() as connection:
            builds.set_state(connection, table.build, "verified")
        swap(self._engine, table)
        with self._engine.connect() as connection:
            parked = len(plan.parked(connection, table.build))
        seconds = time.monotonic() - self._started
        return Rebuilt(*table.build, verdict.rows, verdict.position, self._events, seconds, parked, against)

    def _fill(self, table: Table) -> None:
        with self._engine.connect() as connection:
            known = record.read(connection, table.build)
            left_out = plan.parked(connection, table.build, skipped_only=True)
            types = plan.types(connection, table.projection)
        left = dict.fromkeys(set(table.projection.partitions) - set(known.partitions), known.frozen)
        tally = Tally(table.build.name, "folding", self._noted(table.build), left, known.frozen)
        fold(
            self._url,
            list(plan.tasks(types, table, left, left_out, self._means)),
            self._means.processes(known.frozen),
            tally.tell,
        )
        self._events = tally.events
        self._check_parked(table.build)
        if not known.indexed:
            self._say("indexing")
            finish(self._engine, table, known.frozen)

    def _check_parked(self, build: Build) -> None:
        with self._engine.connect() as connection:
            served = serving(connection, build.name)
            found = unexplained(connection, build, served) if served else []
        if found:
            first = found[0]
            more = f", the first of {len(found)}" if len(found) > 1 else ""
            raise _Wrong(
                f"the event at position {first.position} ({first.type}{more}) cannot be folded: "
                f"{first.reason}. The rows that serve hold it, so the new ones would lose it. "
                "Mend the fold, then rebuild."
            )

    def _verified(self, table: Table) -> tuple[Verdict, str]:
        self._say("verifying")
        with self._engine.connect() as connection:
            served = serving(connection, table.build.name)
        verdict = against_serving(self._engine, table, served)
        if verdict and verdict.same:
            return verdict, "the rows that served"
        verdict = against_fold(self._engine, self._url, table, self._means, self._watch)
        if not verdict.same:
            keys = ", ".join(f"{one.key} ({one.how})" for one in verdict.differences)
            raise _Wrong(
                f"a second fold of the same events gave other rows, such as {keys}. "
                "A fold must depend on its events only, not on a clock, on chance or on what ran before it."
            )
        return verdict, "a second fold"

    def _say(self, phase: str) -> None:
        self._watch(Progress(self._projection.name, phase))

    def _noted(self, build: Build) -> Watch:
        def watch(progress: Progress) -> None:
            with self._engine.begin() as connection:
                changes = {"phase": progress.phase, "share": progress.share, "rate": progress.rate}
                record.note(connection, build, **changes, eta_seconds=progress.eta_seconds)
            self._watch(progress)

        return watch

    def _drop(self, table: Table) -> None:
        with self._engine.begin() as connection:
            prepare.begin(connection)
            drop(connection, table.build)


def _in_words(error: Exception) -> str:
    # What the database says of a value that no index can hold names the index, and no event.
    return told(error) if isinstance(error, DBAPIError) else str(error)


class _Wrong(Exception):
    """The new rows must not serve; the message says why."""
