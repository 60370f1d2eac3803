"""How are the fields of products changed from a list?"""

from uuid import UUID

from sqlalchemy import Connection

from projections.sales.products import Product, some
from services.gateway.lists.changes import Changes, Make, Value
from services.sales import commands
from shared.commands import Command
from shared.rights.condition import Condition


def _load(connection: Connection, ids: list[UUID], _: Condition) -> dict[UUID, Product]:
    return {each.product_id: each for each in some(connection, ids)}


def _price(name: str) -> Make:
    def make(product: Product, value: Value) -> Command:
        known = {"list_price": product.list_price, "currency": product.currency}
        return commands.RepriceProduct.model_validate(
            {"product_id": product.product_id, **known, name: value}
        )

    return make


def _sell(product: Product, value: Value) -> Command:
    kind = commands.WithdrawProduct if value in ("yes", "true") else commands.RelistProduct
    return kind(product_id=product.product_id)


PRODUCT_CHANGES = Changes(
    load=_load,
    fields={
        "list_price": _price("list_price"),
        "currency": _price("currency"),
        "withdrawn": _sell,
    },
)
