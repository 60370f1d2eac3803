"""What do the tests send, and is it answered?"""

from typing import Any
from uuid import UUID, uuid4

from shared.blocking import Blocking
from shared.records import Header
from shared.refusals import Refused
from tests.contracts.trial.commands import Note


def header(command_id: UUID | None = None, **more: Any) -> Header:
    """The header of a new command, or of a repeated one."""
    return Header(
        command_id=command_id or uuid4(),
        correlation_id=uuid4(),
        actor="cli",
        branch="shanghai",
        source="api",
        **more,
    )


def answers(bus: Blocking, deadline: float = 2.0) -> bool:
    """Whether the trial service carries out a command now."""
    try:
        bus.call(Note(note_id=uuid4()), header(), deadline)
    except Refused:
        return False
    return True
