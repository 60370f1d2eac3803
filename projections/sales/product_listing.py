"""Which products are there, by name, series and price?"""

from decimal import Decimal

from shared.listing.field import Field
from shared.listing.kinds import Kind
from shared.listing.listing import Listing
from shared.marks import N_

FIELDS = (
    Field(name="name", title=N_("Product"), kind=Kind.TEXT, sql="p.name", present=True),
    Field(name="series", title=N_("Series"), kind=Kind.TEXT, sql="p.series", present=True),
    Field(
        name="list_price",
        title=N_("List price"),
        kind=Kind.MONEY,
        sql="p.list_price",
        with_={"currency": "p.currency"},
        type=Decimal,
        present=True,
    ),
    Field(name="currency", title=N_("Currency"), kind=Kind.TEXT, sql="p.currency", ordered=False),
    Field(name="withdrawn", title=N_("Withdrawn"), kind=Kind.BOOL, sql="p.withdrawn", ordered=False),
)
PRODUCTS = Listing(
    object="product",
    # Products are nobody's own and of no branch: who sees any sees all.
    source="(select p.*, cast(null as uuid) as owner_id, '' as branch from read.product_catalogue p) p",
    alias="p",
    key="product_id",
    fields=FIELDS,
    columns=("name", "series", "list_price", "withdrawn"),
    sort="name",
    carried={"version": "p.version", "currency": "p.currency", "withdrawn": "p.withdrawn"},
    search="p.tokens",
)
"""The catalogue as a list."""
