"""What can the trial context be asked to do, well or badly?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.commands import Command


class Note(Command):
    """`seconds` is how long deciding takes."""

    note_id: UUID
    text: str = ""
    seconds: float = 0


class Refuse(Command):
    """Is always refused, with this kind of refusal."""

    note_id: UUID
    kind: str
    field: str | None = None
    details: Mapping[str, Any] | None = None


class Stumble(Command):
    """Meets a bug."""

    note_id: UUID


class Forget(Command):
    """A command the trial context does not take."""

    note_id: UUID
