"""What are the records called that an event only names by their id?"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from projections.customers.directory import customer_directory
from projections.customers.record import customer, customer_record
from projections.identity.colleagues import colleagues_of_all, everyone
from projections.sales.deal_list import deal, deal_list
from projections.sales.products import product_catalogue, products

NAMING = (customer_record, customer_directory, deal_list, product_catalogue, colleagues_of_all)
"""The read models that know names."""


class Named(NamedTuple):
    """A record's name and its page, where it has one."""

    title: str
    address: str | None


class Names:
    """Looks each record up once for a page, when it is first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[UUID, Named | None] = {}
        self._lists_read = False

    def of(self, record_id: UUID) -> Named | None:
        """The record with this id, None if no read model knows it."""
        if not self._lists_read:
            self._read_lists()
        if record_id not in self._known:
            self._known[record_id] = self._find(record_id)
        return self._known[record_id]

    def _read_lists(self) -> None:
        self._lists_read = True
        self._known |= {each.user_id: Named(each.name, None) for each in everyone(self._connection)}
        self._known |= {held.product_id: Named(held.name, None) for held in products(self._connection)}

    def _find(self, record_id: UUID) -> Named | None:
        if found := deal(self._connection, record_id):
            return Named(found.title, f"/deals/{record_id}")
        if known := customer(self._connection, record_id):
            return Named(known.name, f"/customers/{record_id}")
        return None
