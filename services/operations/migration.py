"""How is a database brought to where this release needs it?"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from services import product
from services.identity.application import identity
from services.identity.defining import define_built_in_roles
from services.operations.database import database, engine
from shared.database import connect
from shared.log.log import Log
from shared.log.schema import migrate as migrate_log
from shared.projector.engine import Projector
from shared.projector.withdrawn import withdraw
from shared.settings import Settings


def migrate(settings: Settings) -> dict[str, list[str]]:
    """Bring the settings' database up to date; says what it holds now."""
    with engine(settings) as opened:
        return prepare(opened)


@contextmanager
def migrated(settings: Settings) -> Iterator[str]:
    """The URL of the settings' database, up to date, whose private server runs within the block."""
    with database(settings) as url:
        owner = connect(url, pool_size=1, application_name="hindsight migrate")
        prepare(owner)
        owner.dispose()
        yield url


def prepare(owner: Engine) -> dict[str, list[str]]:
    """The same over an engine whose login owns the tables."""
    migrate_log(owner, product.names())
    projector = Projector(owner, product.PROJECTIONS)
    projector.prepare()
    withdraw(owner, product.PROJECTIONS)
    define_built_in_roles(identity(Log(owner)))
    return {"contexts": product.names(), "projections": sorted(projector.positions())}
