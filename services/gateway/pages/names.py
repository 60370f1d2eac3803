"""What are the records called that an event only names by their id?"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from projections.history.record_index import names_of, record_index
from shared.rights.principal import Principal

NAMING = (record_index,)
"""The read models that know names."""
_ADDRESSES = {"customer": "/customers/{}", "deal": "/deals/{}", "task": "/tasks/{}"}


class Named(NamedTuple):
    """A record's name, its page, where it has one, and what kind of record it is."""

    title: str
    address: str | None
    object: str = ""


class Names:
    """Looks each record up once for a page, when it is first asked for; only what its reader may see."""

    def __init__(self, connection: Connection, who: Principal) -> None:
        self._connection = connection
        self._who = who
        self._known: dict[UUID, Named | None] = {}

    def learn(self, record_ids: Iterable[UUID]) -> None:
        """Look several records up at once."""
        new = {each for each in record_ids if each not in self._known}
        found = names_of(self._connection, new, self._who) if new else {}
        for each in new:
            self._known[each] = None
        for each, known in found.items():
            address = _ADDRESSES.get(known.object)
            self._known[each] = Named(known.title, address and address.format(each), known.object)

    def of(self, record_id: UUID) -> Named | None:
        """The record with this id, None if there is none, or none the reader may see."""
        self.learn([record_id])
        return self._known[record_id]
