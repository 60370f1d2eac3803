"""What may happen to products and to the people who sell them?"""

from decimal import Decimal

from events.sales import AgentTransferred, ProductRepriced, ProductWithdrawn
from services.sales.agent import AgentAlreadyJoined
from services.sales.commands import AddAgent, ListProduct, RepriceProduct, TransferAgent, WithdrawProduct
from services.sales.product import ProductAlreadyListed, ProductNoLongerSold
from shared.refusals import NotFound
from tests.sales.words import AGENT, PRODUCT, joined, listed
from tests.spec import Spec

list_product = ListProduct(
    product_id=PRODUCT, name="GTX Pro", series="GTX", list_price=Decimal(4821), currency="USD"
)
reprice = RepriceProduct(product_id=PRODUCT, list_price=Decimal(4999), currency="USD")
repriced = ProductRepriced(list_price=Decimal(4999), currency="USD")
add_agent = AddAgent(agent_id=AGENT, name="Anna Snelling", manager="Dustin Brinkmann", office="Central")
transfer = TransferAgent(agent_id=AGENT, manager="Cara Losch", office="East")
transferred = AgentTransferred(manager="Cara Losch", office="East")


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


def test_an_agent_joins_once(agent: Spec) -> None:
    agent.when(add_agent).then(joined)
    agent.when(add_agent).nothing()


def test_an_agent_id_is_not_used_for_someone_else(agent: Spec) -> None:
    other = add_agent.model_copy(update={"name": "Cecily Lampkin"})
    agent.given(joined).when(other).refused(AgentAlreadyJoined, "agent_id")


def test_an_agent_changes_the_office(agent: Spec) -> None:
    agent.given(joined).when(transfer).then(transferred)
    agent.when(transfer).nothing()


def test_nobody_unknown_changes_the_office(agent: Spec) -> None:
    agent.when(transfer).refused(NotFound)
