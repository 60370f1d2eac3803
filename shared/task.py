"""Which command is to be carried out, by whom and how?"""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from shared.aggregate import Handler, Reference
from shared.commands import Command
from shared.records import Header


class Task(NamedTuple):
    """A command with its header, and the handler it goes to.

    sent: the command as it came, where the server has since filled in what the sender left out.
    """

    handler: Handler
    command: Command
    header: Header
    sent: Command | None = None

    @property
    def stream_id(self) -> UUID:
        """The stream the command concerns."""
        return self.handler.stream(self.command)

    def own_id(self) -> str:
        """The input field that names the stream."""
        return next(iter(type(self.command).model_fields))

    def digest(self) -> int:
        """The fingerprint of what was sent, by which a repeat is known."""
        return (self.sent or self.command).digest()

    def references(self) -> Iterator[tuple[str, UUID, Reference]]:
        """The input fields that name other streams, each with the stream, and what it must be."""
        for field, reference in self.handler.refers(self.command).items():
            if reference.stream_id is not None:
                yield field, reference.stream_id, reference
