"""What may happen to a deal while it is open?"""

from decimal import Decimal
from uuid import UUID

import pytest
from msgspec.structs import replace

from events.identity import UserTransferred
from events.sales import (
    AgentJoined,
    DealAssigned,
    DealLinkedToCustomer,
    DealMoved,
    DealRenamed,
    DealRescheduled,
    DealRevalued,
)
from services.sales.commands import (
    AssignDeal,
    LinkDealToCustomer,
    MoveDeal,
    OpenDeal,
    RenameDeal,
    RescheduleDeal,
    RevalueDeal,
)
from services.sales.deal import DealAlreadyClosed
from services.sales.deal_opening import DealAlreadyOpened
from shared.commands import Command
from shared.refusals import Invalid, NotFound
from tests.sales.words import (
    CUSTOMER,
    DEAL,
    MAY_3,
    NOBODY,
    OTHER_CUSTOMER,
    OTHER_SELLER,
    PRODUCT,
    SELLER,
    listed,
    lost,
    opened,
    registered,
    seller,
    won,
)
from tests.spec import Spec

open_deal = OpenDeal(
    deal_id=DEAL,
    title="Forty workstations",
    customer_id=CUSTOMER,
    product_id=PRODUCT,
    owner_id=SELLER,
    amount=Decimal(9000),
    currency="USD",
)
revalue = RevalueDeal(deal_id=DEAL, amount=Decimal(9500), currency="USD", probability=40)
CHANGES: list[Command] = [
    RenameDeal(deal_id=DEAL, title="Fifty workstations"),
    LinkDealToCustomer(deal_id=DEAL, customer_id=OTHER_CUSTOMER),
    AssignDeal(deal_id=DEAL, owner_id=OTHER_SELLER),
    revalue,
    RescheduleDeal(deal_id=DEAL, expected_close_on=MAY_3),
    MoveDeal(deal_id=DEAL, to_stage="engaging"),
]


@pytest.fixture
def known(deal: Spec) -> Spec:
    """A deal in a world where its customer, product and owner exist."""
    for customer in (CUSTOMER, OTHER_CUSTOMER):
        deal.given(registered, on=customer)
    for each in (SELLER, OTHER_SELLER):
        deal.given(seller, on=each)
    return deal.given(listed, on=PRODUCT)


def test_a_deal_opens_with_the_usual_probability_of_its_stage(known: Spec) -> None:
    known.when(open_deal).then(opened)


def test_a_probability_that_is_given_is_kept_even_if_it_is_zero(known: Spec) -> None:
    known.when(open_deal.model_copy(update={"probability": 0})).then(replace(opened, probability=0))


def test_opening_the_same_deal_twice_changes_nothing(known: Spec) -> None:
    known.given(opened).when(open_deal).nothing()


def test_a_deal_id_is_not_used_for_another_deal(known: Spec) -> None:
    other = open_deal.model_copy(update={"title": "Forty chairs"})
    known.given(opened).when(other).refused(DealAlreadyOpened, "deal_id")


@pytest.mark.parametrize("field", ["customer_id", "product_id", "owner_id"])
def test_a_deal_speaks_of_records_that_exist(known: Spec, field: str) -> None:
    known.when(open_deal.model_copy(update={field: NOBODY})).refused(Invalid, field)


@pytest.mark.parametrize(
    ("field", "other"), [("customer_id", SELLER), ("product_id", CUSTOMER), ("owner_id", CUSTOMER)]
)
def test_a_deal_speaks_of_records_of_the_right_kind(known: Spec, field: str, other: UUID) -> None:
    known.when(open_deal.model_copy(update={field: other})).refused(Invalid, field)


def test_a_deal_that_was_never_opened_does_not_change(deal: Spec) -> None:
    deal.when(RenameDeal(deal_id=DEAL, title="Anything")).refused(NotFound)


def test_an_open_deal_moves_and_its_probability_follows(deal: Spec) -> None:
    deal.given(opened).when(MoveDeal(deal_id=DEAL, to_stage="negotiation")).then(
        DealMoved(from_stage="prospecting", to_stage="negotiation"),
        DealRevalued(amount=Decimal(9000), currency="USD", probability=70),
    )


def test_a_probability_someone_has_set_stays_when_the_deal_moves(deal: Spec) -> None:
    revalued = DealRevalued(amount=Decimal(9000), currency="USD", probability=45)
    deal.given(opened, revalued).when(MoveDeal(deal_id=DEAL, to_stage="proposal")).then(
        DealMoved(from_stage="prospecting", to_stage="proposal")
    )


def test_an_open_deal_moves_back_as_well(deal: Spec) -> None:
    engaging = replace(opened, stage="engaging", probability=55)
    deal.given(engaging).when(MoveDeal(deal_id=DEAL, to_stage="prospecting")).then(
        DealMoved(from_stage="engaging", to_stage="prospecting")
    )


def test_a_deal_is_renamed(deal: Spec) -> None:
    deal.given(opened).when(CHANGES[0]).then(DealRenamed(title="Fifty workstations"))


def test_a_deal_is_linked_to_a_customer(known: Spec) -> None:
    known.given(opened).when(CHANGES[1]).then(DealLinkedToCustomer(customer_id=OTHER_CUSTOMER))


def test_a_deal_is_linked_to_existing_customers_only(deal: Spec) -> None:
    unknown = LinkDealToCustomer(deal_id=DEAL, customer_id=UUID(int=77))
    deal.given(opened).when(unknown).refused(Invalid, "customer_id")


def test_a_deal_is_handed_to_a_colleague(known: Spec) -> None:
    known.given(opened).when(CHANGES[2]).then(DealAssigned(owner_id=OTHER_SELLER, branch="Central"))


def test_a_deal_moves_into_the_branch_of_its_new_owner(known: Spec) -> None:
    known.given(UserTransferred(branch="East", team_id=None), on=OTHER_SELLER)
    known.given(opened).when(CHANGES[2]).then(DealAssigned(owner_id=OTHER_SELLER, branch="East"))


def test_a_deal_stays_in_the_branch_that_is_named(known: Spec) -> None:
    known.given(UserTransferred(branch="East", team_id=None), on=OTHER_SELLER)
    stay = AssignDeal(deal_id=DEAL, owner_id=OTHER_SELLER, branch="Central")
    known.given(opened).when(stay).then(DealAssigned(owner_id=OTHER_SELLER, branch="Central"))


def test_a_deal_may_belong_to_a_sales_agent_of_old(known: Spec) -> None:
    agent = AgentJoined(name="Anna", manager="Dustin", office="West")
    known.given(agent, on=NOBODY).given(opened)
    take = AssignDeal(deal_id=DEAL, owner_id=NOBODY)
    known.when(take).then(DealAssigned(owner_id=NOBODY, branch="West"))


def test_a_deal_is_handed_to_existing_colleagues_only(deal: Spec) -> None:
    unknown = AssignDeal(deal_id=DEAL, owner_id=UUID(int=77))
    deal.given(opened).when(unknown).refused(Invalid, "owner_id")


def test_a_deal_is_revalued(deal: Spec) -> None:
    deal.given(opened).when(revalue).then(DealRevalued(amount=Decimal(9500), currency="USD", probability=40))


def test_a_deal_is_rescheduled(deal: Spec) -> None:
    deal.given(opened).when(CHANGES[4]).then(DealRescheduled(expected_close_on=MAY_3))


@pytest.mark.parametrize("command", CHANGES, ids=lambda command: command.method())
def test_saying_it_twice_changes_nothing(known: Spec, command: Command) -> None:
    known.given(opened).when(command).when(command).nothing()


@pytest.mark.parametrize("command", CHANGES, ids=lambda command: command.method())
@pytest.mark.parametrize("outcome", [won, lost], ids=["won", "lost"])
def test_a_closed_deal_does_not_change(known: Spec, command: Command, outcome: object) -> None:
    known.given(opened, outcome).when(command).refused(DealAlreadyClosed)  # type: ignore[arg-type]
