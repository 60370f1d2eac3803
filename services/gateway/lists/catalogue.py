"""Which lists are there?"""

from typing import NamedTuple

from projections.configuration.custom_fields import custom_fields
from projections.customers.directory_fold import customer_directory
from projections.customers.listing import CUSTOMERS
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales.deal_list import deal_list
from projections.sales.listing import DEALS
from projections.sales.products import product_catalogue
from shared.listing.listing import Listing
from shared.marks import N_
from shared.projection import Projection


class Catalogued(NamedTuple):
    """A list of the product.

    name:     in addresses; `context` is that of its commands, `custom` SQL of its custom fields' document.
    address:  of its page; `record` is what the address of one record begins with.
    title:    of its page; `nothing` and `advice` are what it says where it is empty.
    reads:    the read models it shows.
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
    reads: tuple[Projection, ...]


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
    custom="",
    reads=(customer_directory, colleagues_of_all, custom_fields),
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
    custom="",
    reads=(deal_list, customer_directory, product_catalogue, colleagues_of_all, all_teams, custom_fields),
)
LISTS = {each.name: each for each in (_CUSTOMERS, _DEALS)}
