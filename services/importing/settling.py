"""Has everything that follows from an import happened, before it is undone?"""

from sqlalchemy import Engine

from services import product
from shared.log.log import Log
from shared.projector.checkpoints import POLICY
from shared.projector.wait import wait_for


def settled(engine: Engine, deadline_seconds: float) -> None:
    """Return when read models and policies have seen every event there is now. Raises Unavailable."""
    readers = [each.name for each in product.PROJECTIONS]
    readers += [POLICY + name for name in product.policies()]
    wait_for(engine, readers, Log(engine).watermark(), deadline_seconds)
