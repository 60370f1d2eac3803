"""How does the gateway record what it has seen of somebody's secrets?"""

from uuid import uuid4

from shared.bus import Bus
from shared.commands import Command
from shared.records import Header, Receipt

ACTOR = "hindsight"


async def record(bus: Bus, command: Command, source: str = "web") -> Receipt:
    """Send a command that only Hindsight itself may send. Raises Refused."""
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor=ACTOR, branch="", source=source)
    return await bus.call(command, header)
