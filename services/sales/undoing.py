"""Which commands set a product back to what it was?"""

from uuid import UUID

from events.sales import ProductListed
from services.sales.application import PRODUCT
from services.sales.commands import (
    RelistProduct,
    RepriceProduct,
    WithdrawProduct,
)
from services.sales.product import Product
from shared.commands import Command
from shared.undoing import Undoable


def set_back_product(product_id: UUID, now: Product, then: Product) -> list[Command]:
    """A withdrawn product keeps its price, so it is repriced while it is sold."""
    commands: list[Command] = []
    if now.withdrawn and not then.withdrawn:
        commands.append(RelistProduct(product_id=product_id))
    if (now.list_price, now.currency) != (then.list_price, then.currency):
        price = RepriceProduct(product_id=product_id, list_price=then.list_price, currency=then.currency)
        commands.append(price)
    if then.withdrawn and not now.withdrawn:
        commands.append(WithdrawProduct(product_id=product_id))
    return commands


PRODUCTS = Undoable(
    PRODUCT,
    begins=ProductListed,
    aspects={"price": ("list_price", "currency")},
    gone="withdrawn",
    set_back=set_back_product,
)
