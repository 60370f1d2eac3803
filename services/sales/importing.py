"""Which commands does an imported product or deal become?"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from services.sales.commands import ListProduct, RepriceProduct
from services.sales.imported_deals import DealRecord, history_of_deal
from services.sales.present import deal_now, product_now
from services.sales.revised_deals import changes_of_deal
from services.sales.undoing import PRODUCTS
from services.sales.undone_deals import DEALS
from shared.events import Event
from shared.importing import Importable, Record, Step, latest


class ProductRecord(Record):
    name: str
    series: str
    list_price: Decimal
    currency: str
    listed_at: datetime | None = None


def history_of_product(product_id: UUID, row: ProductRecord) -> list[Step]:
    command = ListProduct(
        product_id=product_id,
        name=row.name,
        series=row.series,
        list_price=row.list_price,
        currency=row.currency,
    )
    return [Step("listed", command, row.listed_at)]


def changes_of_product(product_id: UUID, row: ProductRecord, events: Sequence[Event]) -> list[Step]:
    if (latest(events, "list_price"), latest(events, "currency")) == (
        row.list_price,
        row.currency,
    ):
        return []
    command = RepriceProduct(product_id=product_id, list_price=row.list_price, currency=row.currency)
    return [Step("repriced", command)]


IMPORTABLE = (
    Importable("product", ProductRecord, history_of_product, changes_of_product, PRODUCTS, product_now),
    Importable(
        "deal", DealRecord, history_of_deal, changes_of_deal, DEALS, deal_now, dated=("opened", "moved")
    ),
)
