"""Who stands behind an actor, and what may they do at this moment?"""

from typing import Protocol
from uuid import UUID

from shared.rights.principal import Principal


class Directory(Protocol):
    """Knows everybody's rights. Safe to share between threads."""

    def catch_up(self) -> None:
        """Learn everything that was recorded about people and rights until now."""
        ...

    def principal(self, user_id: UUID, credential: UUID | None) -> Principal | None:
        """What this user may do, with the session or token they show (None: without any).

        None where there is no such user any more, or where that session or token has ended.
        """
        ...


class Nobody:
    """Knows no user: commands then come from Hindsight itself only."""

    def catch_up(self) -> None:
        """There is nothing to learn."""

    def principal(self, user_id: UUID, credential: UUID | None) -> Principal | None:
        """Nobody."""
        return None
