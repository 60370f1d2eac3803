"""To whom does a record belong?"""

from typing import NamedTuple
from uuid import UUID


class Owned(NamedTuple):
    """The owner and the branch of a record; nobody's has neither, and only a right over all reaches it."""

    owner_id: UUID | None
    branch: str


NOBODYS = Owned(None, "")
