"""What may happen to a product in the catalogue?"""

from decimal import Decimal
from typing import assert_never

import msgspec
from msgspec.structs import replace

from events.sales import ProductEvent, ProductListed, ProductRelisted, ProductRepriced, ProductWithdrawn
from services.sales import commands
from shared.refusals import Refused


class ProductAlreadyListed(Refused):
    """There is already a product with this id, and it was listed with other details. Use a new id."""


class ProductNoLongerSold(Refused):
    """This product was withdrawn from the catalogue, so its price stays. List a new product instead."""


class Product(msgspec.Struct, frozen=True):
    """A product as its rules see it."""

    listing: ProductListed | None = None
    list_price: Decimal = Decimal(0)
    currency: str = ""
    withdrawn: bool = False


def list_product(product: Product, command: commands.ListProduct) -> list[ProductEvent]:
    listing = ProductListed(
        name=command.name, series=command.series, list_price=command.list_price, currency=command.currency
    )
    if product.listing is None:
        return [listing]
    if product.listing == listing:
        return []
    raise ProductAlreadyListed("product_id")


def reprice(product: Product, command: commands.RepriceProduct) -> list[ProductEvent]:
    if product.withdrawn:
        raise ProductNoLongerSold
    if (command.list_price, command.currency) == (product.list_price, product.currency):
        return []
    return [ProductRepriced(list_price=command.list_price, currency=command.currency)]


def withdraw(product: Product, _: commands.WithdrawProduct) -> list[ProductEvent]:
    return [] if product.withdrawn else [ProductWithdrawn()]


def relist(product: Product, _: commands.RelistProduct) -> list[ProductEvent]:
    return [ProductRelisted()] if product.withdrawn else []


def evolve(product: Product, event: ProductEvent) -> Product:
    match event:
        case ProductListed(list_price=list_price, currency=currency):
            return Product(event, list_price, currency)
        case ProductRepriced(list_price=list_price, currency=currency):
            return replace(product, list_price=list_price, currency=currency)
        case ProductWithdrawn():
            return replace(product, withdrawn=True)
        case ProductRelisted():
            return replace(product, withdrawn=False)
        case _:
            assert_never(event)
