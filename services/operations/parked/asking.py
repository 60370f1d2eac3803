"""What is parked in the installation of these settings, and what is done with it?"""

import msgspec

from services import product
from services.operations.database import engine
from services.operations.installation import installed
from shared.log.roles import PROJECTOR
from shared.projector import operations
from shared.projector.parked import Parked
from shared.projector.retrying import Retried
from shared.refusals import NotFound
from shared.settings import Settings
from shared.status.stored import Stored, stored


class Shown(msgspec.Struct, frozen=True):
    """An event as the log holds it, and for what it is parked; for nothing if it was folded by now."""

    stored: Stored
    parked: list[Parked]


def listed(settings: Settings, name: str | None) -> list[Parked]:
    """Everything that is parked, for one read model or for all. Raises NoSuchReader."""
    with engine(installed(settings)) as opened:
        return operations.parked(opened, name)


def shown(settings: Settings, position: int) -> Shown:
    """One event. Raises NotFound."""
    with engine(installed(settings)) as opened:
        if (found := stored(opened, position)) is None:
            raise NotFound(what="event", id=str(position))
        return Shown(found, [one for one in operations.parked(opened) if one.position == position])


def retry(settings: Settings, name: str | None, position: int | None) -> Retried:
    """Try again. Raises NoSuchReader, ReactsWhenStarted."""
    with engine(installed(settings), role=PROJECTOR) as opened:
        return operations.retry(opened, product.PROJECTIONS, name, position)


def skip(settings: Settings, name: str, position: int) -> Retried:
    """Do without it. Raises NotParked."""
    with engine(installed(settings), role=PROJECTOR) as opened:
        return operations.skip(opened, product.PROJECTIONS, name, position)
