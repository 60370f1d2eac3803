"""Who asks for a list, and when: what "me", "my team" and "today" mean in a filter?"""

from datetime import date, datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

from shared.rights.principal import Principal


class Asking(NamedTuple):
    """A reader, and their calendar."""

    who: Principal
    today: date
    zone: tzinfo

    @property
    def me(self) -> list[UUID]:
        """Themselves; nobody where Hindsight itself asks."""
        return [self.who.user_id] if self.who.user_id else []


def asking(who: Principal, zone: tzinfo, now: datetime) -> Asking:
    """The reader at this instant."""
    return Asking(who, now.astimezone(zone).date(), zone)
