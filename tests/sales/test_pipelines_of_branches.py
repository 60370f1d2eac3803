"""A pipeline that is offered to one branch takes the deals of that branch only."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.pipelines import DEFAULT_PIPELINE, PipelineOffered
from events.sales import DealMoved, DealRevalued, DealTransferred
from services.sales.commands import MoveDeal, OpenDeal
from services.sales.pipeline import PipelineOfAnotherBranch
from tests.sales.test_pipelines import OFFER, RENEWALS, REVIEW, defined
from tests.sales.words import DEAL, opened
from tests.spec import Spec

into_renewals = MoveDeal(deal_id=DEAL, to_stage="review", pipeline_id=RENEWALS)


@pytest.fixture
def western(deal: Spec) -> Spec:
    """Renewals are a matter of the branch West."""
    return deal.given(defined, REVIEW, OFFER, PipelineOffered(branch="West"), on=RENEWALS)


def _opening(branch: str | None) -> OpenDeal:
    body = {"title": "Renewal", "amount": Decimal(1), "currency": "CNY", "pipeline_id": RENEWALS}
    return OpenDeal.model_validate({"deal_id": DEAL, "branch": branch, **body})


def test_a_deal_of_another_branch_is_not_opened_in_it(western: Spec) -> None:
    western.when(_opening("Central")).refused(PipelineOfAnotherBranch, "pipeline_id")


@pytest.mark.parametrize("branch", ["West", ""])
def test_a_deal_of_that_branch_or_of_none_is(western: Spec, branch: str) -> None:
    begun = replace(
        opened,
        title="Renewal",
        customer_id=None,
        product_id=None,
        owner_id=None,
        branch=branch,
        stage="review",
        amount=Decimal(1),
        currency="CNY",
        probability=20,
        pipeline_id=RENEWALS,
    )
    western.when(_opening(branch)).then(begun)


def test_a_deal_of_another_branch_does_not_move_into_it(western: Spec) -> None:
    western.given(opened).when(into_renewals).refused(PipelineOfAnotherBranch, "pipeline_id")


def test_a_deal_of_that_branch_moves_into_it(western: Spec) -> None:
    western.given(replace(opened, branch="West")).when(into_renewals).then(
        DealTransferred(pipeline_id=RENEWALS, from_stage="prospecting", to_stage="review"),
        DealRevalued(amount=opened.amount, currency=opened.currency, probability=20),
    )


def test_a_deal_that_is_in_it_goes_on_after_it_changed_its_branch(western: Spec) -> None:
    held = replace(opened, pipeline_id=RENEWALS, stage="offer", probability=77)
    western.given(held).when(MoveDeal(deal_id=DEAL, to_stage="review")).then(
        DealMoved(from_stage="offer", to_stage="review")
    )


def test_the_pipeline_everybody_begins_with_is_for_every_branch(western: Spec) -> None:
    held = replace(opened, branch="West", pipeline_id=RENEWALS, stage="review", probability=77)
    wish = MoveDeal(deal_id=DEAL, to_stage="engaging", pipeline_id=DEFAULT_PIPELINE)
    western.given(held).when(wish).then(
        DealTransferred(pipeline_id=DEFAULT_PIPELINE, from_stage="review", to_stage="engaging")
    )
