"""What is a list of the product: its records, its page, and what can be done with its rows?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from services.gateway.lists.changes import Changes
from shared.listing.listing import Listing
from shared.marks import N_
from shared.projection import Projection


class Bulk(NamedTuple):
    """What a button does with the chosen rows: it sets a field, to a value that is asked for unless given.

    `done` says that it is carried out on whole records, which needs no value.
    """

    field: str
    title: str
    value: str = ""
    done: bool = False


class Ready(NamedTuple):
    """A view that every list of this kind has from the beginning."""

    name: str
    query: str


class Catalogued(NamedTuple):
    """A list of the product.

    name:     in addresses; `context` is that of its commands, `custom` SQL of its custom fields' document.
    address:  of its page; `record` gives the address of a row's record, where it has one.
    title:    of its page; `nothing` and `advice` are what it says where it is empty.
    changes:  what can be changed in its rows; `bulk` are the buttons that change many.
    reads:    the read models it shows.
    live:     the events of its records; `beside` those of others that its rows tell of, too.
    views:    the list under which its saved views are kept; `layout` is how it shows the records.
    layouts:  every way to show these records → the address of its page.
    ready:    views that are there without anybody having saved them, by their names in addresses.
    """

    name: str
    listing: Listing
    context: str
    address: str
    record: Callable[[Mapping[str, Any]], str | None]
    section: str
    title: str
    nothing: str
    advice: str
    changes: Changes
    bulk: Sequence[Bulk]
    reads: tuple[Projection, ...]
    live: Sequence[str]
    beside: Sequence[str]
    views: str
    layouts: Mapping[str, str]
    layout: str = "table"
    custom: str = ""
    ready: Mapping[str, Ready] = {}


ASSIGN = Bulk("owner_id", N_("Assign"))
TAGGING = (
    Bulk("tag", N_("Tag")),
    Bulk("untag", N_("Remove a tag")),
    Bulk("group", N_("Add to group")),
)
