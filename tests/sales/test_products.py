"""What may happen to products?"""

from decimal import Decimal

from events.sales import ProductRepriced, ProductWithdrawn
from services.sales.commands import ListProduct, RepriceProduct, WithdrawProduct
from services.sales.product import ProductAlreadyListed, ProductNoLongerSold
from tests.sales.words import PRODUCT, listed
from tests.spec import Spec

list_product = ListProduct(
    product_id=PRODUCT, name="GTX Pro", series="GTX", list_price=Decimal(4821), currency="USD"
)
reprice = RepriceProduct(product_id=PRODUCT, list_price=Decimal(4999), currency="USD")
repriced = ProductRepriced(list_price=Decimal(4999), currency="USD")


def test_a_product_is_listed_once(product: Spec) -> None:
    product.when(list_product).then(listed)
    product.when(list_product).nothing()


def test_a_product_id_is_not_used_for_another_product(product: Spec) -> None:
    other = list_product.model_copy(update={"name": "GTX Basic"})
    product.given(listed).when(other).refused(ProductAlreadyListed, "product_id")


def test_a_product_gets_a_new_price(product: Spec) -> None:
    product.given(listed).when(reprice).then(repriced)


def test_the_same_price_again_is_no_news(product: Spec) -> None:
    product.given(listed, repriced).when(reprice).nothing()


def test_a_withdrawn_product_keeps_its_price(product: Spec) -> None:
    product.given(listed, ProductWithdrawn()).when(reprice).refused(ProductNoLongerSold)


def test_a_product_is_withdrawn_once(product: Spec) -> None:
    withdraw = WithdrawProduct(product_id=PRODUCT)
    product.given(listed).when(withdraw).then(ProductWithdrawn())
    product.when(withdraw).nothing()
