"""What do we sell, and at which list price?"""

from collections.abc import Collection
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.sales import ProductListed, ProductRelisted, ProductRepriced, ProductWithdrawn
from shared.projection import Projection, Row, SearchTokens
from shared.records import Recorded
from shared.search import tokens


class Product(Row):
    product_id: UUID
    name: str
    series: str
    list_price: Decimal
    currency: str
    version: int
    withdrawn: bool = False


class KeptProduct(Product):
    """A product with what it is found by."""

    tokens: Annotated[list[str], SearchTokens] = msgspec.field(default_factory=list)


product_catalogue = Projection(
    "product_catalogue", version=3, row=KeptProduct, indexes=("name, product_id", "using gin (tokens)")
)


@product_catalogue.on(ProductListed)
def listed(_: KeptProduct | None, record: Recorded[ProductListed]) -> KeptProduct:
    return KeptProduct(
        record.stream_id,
        **msgspec.structs.asdict(record.event),
        version=record.version,
        tokens=tokens(f"{record.event.name} {record.event.series}"),
    )


@product_catalogue.on(ProductRepriced)
def repriced(row: KeptProduct, record: Recorded[ProductRepriced]) -> KeptProduct:
    row.list_price, row.currency = record.event.list_price, record.event.currency
    row.version = record.version
    return row


@product_catalogue.on(ProductWithdrawn, ProductRelisted)
def withdrawn(row: KeptProduct, record: Recorded[ProductWithdrawn | ProductRelisted]) -> KeptProduct:
    row.withdrawn = isinstance(record.event, ProductWithdrawn)
    row.version = record.version
    return row


_COLUMNS = ", ".join(f"p.{name}" for name in Product.__struct_fields__)


def products(connection: Connection) -> list[Product]:
    """Every product, withdrawn ones too, by name."""
    rows = connection.execute(
        text(f"select {_COLUMNS} from read.product_catalogue p order by name, product_id")
    )
    return [Product(**row._mapping) for row in rows]


def some(connection: Connection, product_ids: Collection[UUID]) -> list[Product]:
    """These products."""
    rows = connection.execute(
        text(f"select {_COLUMNS} from read.product_catalogue p where product_id = any(cast(:ids as uuid[]))"),
        {"ids": [str(each) for each in product_ids]},
    )
    return [Product(**row._mapping) for row in rows]
