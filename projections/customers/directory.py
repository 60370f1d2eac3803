"""Which customers have this name, number or address?"""

from uuid import UUID

import msgspec
from sqlalchemy import Connection

from projections.customers.directory_fold import customer_directory
from projections.customers.listing import CUSTOMERS
from shared.listing import reading
from shared.listing.asking import Asking
from shared.listing.reading import View
from shared.listing.wish import Wish

__all__ = ["Found", "customer_directory", "lookup"]


class Found(msgspec.Struct, frozen=True):
    """A customer as it is told from others of the same name."""

    customer_id: UUID
    name: str
    branch: str


def lookup(connection: Connection, search: str, asking: Asking, *, limit: int = 8) -> list[Found]:
    """The first by name that match what is being typed, of those the reader may see."""
    listing = CUSTOMERS.shown_to(asking.who)
    wish = Wish(search=search, columns=("name", "branch"))
    view = View(listing, wish, asking, asking.who.where(listing.object, alias=listing.alias))
    rows = reading.page(connection, view, limit=limit).items
    return [Found(row["customer_id"], row["name"], row["branch"]) for row in rows]
