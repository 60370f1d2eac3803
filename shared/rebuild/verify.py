"""Do the rows that queries see follow from the events?"""

from collections.abc import Sequence

from shared.database import connect
from shared.log.roles import PROJECTOR
from shared.projection import Projection
from shared.projector.table import Table
from shared.rebuild.builds import claimed, serving
from shared.rebuild.plan import AS_FITS, Means
from shared.rebuild.progress import Watch, unwatched
from shared.rebuild.verification import Verdict, against_fold


class NotServing(RuntimeError):
    """A read model is not served by this release's version yet; the message says what to do."""


def verify(
    url: str, projections: Sequence[Projection], *, means: Means = AS_FITS, progress: Watch = unwatched
) -> list[Verdict]:
    """Fold each read model a second time, beside it and up to where it stands, and compare the rows.

    Changes nothing, and holds up nobody. Events that are parked are left out of both.
    Raises AlreadyRebuilding, NotServing, FoldFailed, Interrupted.
    """
    engine = connect(url, role=PROJECTOR, application_name="hindsight verify")
    try:
        verdicts = []
        for projection in projections:
            with claimed(engine, projection.name):
                with engine.connect() as connection:
                    build = serving(connection, projection.name)
                if build is None or build.version != projection.version:
                    raise NotServing(
                        f"Read model {projection.name} is not served in version {projection.version}, "
                        "which this release folds; wait until it has caught up, or rebuild it."
                    )
                table = Table(projection, build.generation)
                verdicts.append(against_fold(engine, url, table, means, progress))
        return verdicts
    finally:
        engine.dispose()
