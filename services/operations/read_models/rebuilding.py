"""How does somebody at the command line rebuild, verify, give up or roll back read models?"""

from collections.abc import Sequence

from services.operations.console import say
from services.operations.database import database, engine
from services.operations.installation import installed
from services.operations.read_models import showing
from services.operations.read_models.choosing import chosen
from shared.log.roles import PROJECTOR
from shared.rebuild import builds
from shared.rebuild.plan import Means
from shared.rebuild.rebuild import RebuildFailed, Rebuilt
from shared.rebuild.rebuild import rebuild as rebuild_one
from shared.rebuild.rollback import rollback as roll_back
from shared.rebuild.swap import CannotFollow
from shared.rebuild.verification import Verdict
from shared.rebuild.verify import verify as verify_all
from shared.settings import Settings


def rebuild(settings: Settings, names: Sequence[str], workers: int | None) -> tuple[list[Rebuilt], list[str]]:
    """Rebuild one after the other: what came of it, and why some stayed as they were."""
    done: list[Rebuilt] = []
    failed: list[str] = []
    with database(installed(settings)) as url, showing.progress() as watch:
        for projection in chosen(names):
            try:
                done += rebuild_one(url, [projection], means=Means(workers), progress=watch)
            except (RebuildFailed, CannotFollow) as error:
                failed.append(str(error))
            except KeyboardInterrupt:
                say("Paused. The same command goes on where it was; with --cancel it is given up.")
                raise SystemExit(130) from None
    return done, failed


def cancel(settings: Settings, names: Sequence[str]) -> list[str]:
    """Give up rebuilds that were broken off; the names of those there were. Raises AlreadyRebuilding."""
    with engine(installed(settings), role=PROJECTOR) as opened:
        return [each.name for each in chosen(names) if builds.cancel(opened, each.name)]


def verify(settings: Settings, names: Sequence[str]) -> list[Verdict]:
    """Compare the rows with a second fold."""
    with database(installed(settings)) as url, showing.progress() as watch:
        return verify_all(url, chosen(names), progress=watch)


def rollback(settings: Settings, name: str) -> int:
    """Serve the rows that served before; the generation that serves now."""
    (projection,) = chosen([name])
    with engine(installed(settings), role=PROJECTOR) as opened:
        return roll_back(opened, projection)
