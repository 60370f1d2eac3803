"""Which lists are there?"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from projections.activities.last_contacts import last_contacts
from projections.configuration.custom_fields import custom_fields
from projections.configuration.views import default_views, saved_views
from projections.customers.directory_fold import customer_directory
from projections.customers.listing import CUSTOMERS
from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales.deal_list import deal_list
from projections.sales.listing import DEALS
from projections.sales.pipeline_board import pipeline_board
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list
from projections.sales.products import product_catalogue
from projections.tagging.groups import groups
from services.gateway.lists.changes import Changes
from services.gateway.lists.customer_changes import CUSTOMER_CHANGES
from services.gateway.lists.deal_changes import DEAL_CHANGES
from shared.listing.listing import Listing
from shared.marks import N_
from shared.projection import Projection
from shared.refusals import NotFound


class Catalogued(NamedTuple):
    """A list of the product.

    name:     in addresses; `context` is that of its commands, `custom` SQL of its custom fields' document.
    address:  of its page; `record` is what the address of one record begins with.
    title:    of its page; `nothing` and `advice` are what it says where it is empty.
    changes:  what can be changed in its rows.
    reads:    the read models it shows.
    views:    the list under which its saved views are kept; `layout` is how it shows the records.
    layouts:  every way to show these records → the address of its page.
    """

    name: str
    listing: Listing
    context: str
    address: str
    record: str
    section: str
    title: str
    nothing: str
    advice: str
    custom: str
    changes: Changes
    reads: tuple[Projection, ...]
    views: str
    layouts: Mapping[str, str]
    layout: str = "table"


VIEWS = (saved_views, default_views)
_CUSTOMERS = Catalogued(
    name="customers",
    listing=CUSTOMERS,
    context="customers",
    address="/customers",
    record="/customers/",
    section="customers",
    title=N_("Customers"),
    nothing=N_("No customers yet."),
    advice=N_("Register the first one with “New customer”, or import a file."),
    custom="c.custom",
    changes=CUSTOMER_CHANGES,
    reads=(
        customer_directory,
        last_contacts,
        colleagues_of_all,
        all_teams,
        all_branches,
        custom_fields,
        groups,
        *VIEWS,
    ),
    views="customers",
    layouts={"table": "/customers"},
)
_DEALS = Catalogued(
    name="deals",
    listing=DEALS,
    context="sales",
    address="/deals/list",
    record="/deals/",
    section="deals",
    title=N_("Deals"),
    nothing=N_("No deals yet."),
    advice=N_("Open the first one on the board with “New deal”."),
    custom="d.custom",
    changes=DEAL_CHANGES,
    reads=(
        deal_list,
        last_contacts,
        customer_directory,
        product_catalogue,
        colleagues_of_all,
        all_teams,
        all_branches,
        custom_fields,
        pipeline_list,
        pipeline_stages,
        groups,
        *VIEWS,
    ),
    views="deals",
    layouts={"table": "/deals/list", "board": "/deals"},
)
_BOARD = _DEALS._replace(
    name="board",
    listing=msgspec.structs.replace(DEALS, source="read.pipeline_board d"),
    address="/deals",
    reads=(pipeline_board, *_DEALS.reads[1:]),
    layout="board",
)
LISTS = {each.name: each for each in (_CUSTOMERS, _DEALS, _BOARD)}


def catalogued(name: str) -> Catalogued:
    """The list of this name. Raises NotFound."""
    if name not in LISTS:
        raise NotFound(what="list", id=name[:60])
    return LISTS[name]
