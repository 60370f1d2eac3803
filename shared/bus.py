"""How does a command reach the service that carries it out?"""

from collections.abc import Sequence
from typing import Protocol

from shared.commands import Command
from shared.records import Header, Receipt
from shared.refusals import Refused


class Bus(Protocol):
    """Carries commands to services; the answer is a receipt or a refusal, by the deadline at the latest.

    Raises, besides the refusals of the service itself: Unavailable (unknown or dead service: the command
    was not carried out, or a repeat with the same id is harmless), OutcomeUnknown (no answer by the
    deadline), NotFound (the service has no such command).
    """

    async def call(self, command: Command, header: Header, deadline: float = 5.0) -> Receipt:
        """Send one command; `deadline` in seconds from now."""
        ...

    async def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        """Send commands of one service at once; one answer each, in order. A refusal stops no other."""
        ...

    async def close(self) -> None:
        """Give back connections and threads."""
        ...
