"""How is a read model or policy stopped for a while?"""

from services.operations.database import engine
from services.operations.installation import installed
from shared.log.roles import PROJECTOR
from shared.projector import operations
from shared.settings import Settings


def pause(settings: Settings, name: str) -> None:
    """Let it follow no further. Raises NoSuchReader."""
    with engine(installed(settings), role=PROJECTOR) as opened:
        operations.pause(opened, name)


def resume(settings: Settings, name: str) -> None:
    """Let it follow again. Raises NoSuchReader."""
    with engine(installed(settings), role=PROJECTOR) as opened:
        operations.resume(opened, name)
