"""How is a database brought to where this release needs it?"""

from sqlalchemy import Engine

from services import product
from services.operations.database import engine
from shared.log.schema import migrate as migrate_log
from shared.projector.engine import Projector
from shared.settings import Settings


def migrate(settings: Settings) -> dict[str, list[str]]:
    """Bring the settings' database up to date; says what it holds now."""
    with engine(settings) as opened:
        return prepare(opened)


def prepare(owner: Engine) -> dict[str, list[str]]:
    """The same over an engine whose login owns the tables."""
    migrate_log(owner, product.names())
    projector = Projector(owner, product.PROJECTIONS)
    projector.prepare()
    return {"contexts": product.names(), "projections": sorted(projector.positions())}
