"""May a deal be discarded, a product withdrawn, and each be brought back?"""

from decimal import Decimal

import pytest

from events.sales import (
    DealAssigned,
    DealDiscarded,
    DealLinkedToCustomer,
    DealRestored,
    ProductRelisted,
    ProductRepriced,
    ProductWithdrawn,
)
from services.sales.commands import (
    AssignDeal,
    DiscardDeal,
    LinkDealToCustomer,
    LoseDeal,
    MoveDeal,
    RelistProduct,
    RenameDeal,
    RepriceProduct,
    RestoreDeal,
    WinDeal,
)
from services.sales.deal import DealAlreadyClosed, DealIsDiscarded
from shared.commands import Command
from tests.sales.words import DEAL, MAY_3, PRODUCT, listed, opened, won
from tests.spec import Spec

discard = DiscardDeal(deal_id=DEAL, reason="entered twice")
discarded = DealDiscarded(reason="entered twice")


def test_a_deal_is_discarded_once(deal: Spec) -> None:
    deal.given(opened).when(discard).then(discarded)
    deal.when(discard).nothing()


def test_a_closed_deal_is_reopened_before_it_is_discarded(deal: Spec) -> None:
    deal.given(opened, won).when(discard).refused(DealAlreadyClosed)


@pytest.mark.parametrize(
    "wish",
    [
        RenameDeal(deal_id=DEAL, title="Another"),
        MoveDeal(deal_id=DEAL, to_stage="proposal"),
        WinDeal(deal_id=DEAL, won_on=MAY_3),
        LoseDeal(deal_id=DEAL, lost_on=MAY_3),
    ],
    ids=lambda wish: wish.method(),
)
def test_a_discarded_deal_stays_as_it_is(deal: Spec, wish: Command) -> None:
    deal.given(opened, discarded).when(wish).refused(DealIsDiscarded)


def test_a_discarded_deal_is_restored_and_goes_on(deal: Spec) -> None:
    deal.given(opened, discarded).when(RestoreDeal(deal_id=DEAL)).then(DealRestored())
    deal.when(RestoreDeal(deal_id=DEAL)).nothing()
    deal.when(WinDeal(deal_id=DEAL, won_on=MAY_3, amount=won.amount)).then(won)


def test_a_deal_may_belong_to_nobody_again(deal: Spec) -> None:
    nobodys = DealAssigned(owner_id=None, branch="Central")
    deal.given(opened).when(AssignDeal(deal_id=DEAL, owner_id=None)).then(nobodys)
    nobody = LinkDealToCustomer(deal_id=DEAL, customer_id=None)
    deal.when(nobody).then(DealLinkedToCustomer(customer_id=None))


def test_a_withdrawn_product_is_sold_again_and_may_be_repriced(product: Spec) -> None:
    product.given(listed, ProductWithdrawn()).when(RelistProduct(product_id=PRODUCT)).then(ProductRelisted())
    product.when(RelistProduct(product_id=PRODUCT)).nothing()
    price = RepriceProduct(product_id=PRODUCT, list_price=Decimal(9), currency="USD")
    product.when(price).then(ProductRepriced(list_price=Decimal(9), currency="USD"))
