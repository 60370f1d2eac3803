"""What do we sell, and at which list price?"""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, text

from events.sales import ProductListed, ProductRelisted, ProductRepriced, ProductWithdrawn
from shared.projection import Projection, Row
from shared.records import Recorded


class Product(Row):
    product_id: UUID
    name: str
    series: str
    list_price: Decimal
    currency: str
    withdrawn: bool = False


product_catalogue = Projection("product_catalogue", version=2, row=Product, indexes=("name, product_id",))


@product_catalogue.on(ProductListed)
def listed(_: Product | None, record: Recorded[ProductListed]) -> Product:
    product = record.event
    return Product(record.stream_id, product.name, product.series, product.list_price, product.currency)


@product_catalogue.on(ProductRepriced)
def repriced(row: Product, record: Recorded[ProductRepriced]) -> Product:
    row.list_price, row.currency = record.event.list_price, record.event.currency
    return row


@product_catalogue.on(ProductWithdrawn, ProductRelisted)
def withdrawn(row: Product, record: Recorded[ProductWithdrawn | ProductRelisted]) -> Product:
    row.withdrawn = isinstance(record.event, ProductWithdrawn)
    return row


def products(connection: Connection) -> list[Product]:
    """Every product, withdrawn ones too, by name."""
    rows = connection.execute(text("select * from read.product_catalogue order by name, product_id"))
    return [Product(**row._mapping) for row in rows]
