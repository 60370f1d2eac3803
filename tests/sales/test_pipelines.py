"""What may become of a pipeline, and of the deals in it?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from events.configuration import FieldDefined, fields_of
from events.pipelines import (
    DEFAULT,
    DEFAULT_PIPELINE,
    LostReasonsListed,
    PipelineDefined,
    PipelineRetired,
    StageAdded,
    StagePlaced,
    StageRenamed,
    StageRetired,
    StageRuleChanged,
)
from events.sales import CustomFieldsChanged, DealMoved, DealRevalued, DealTransferred, ProductChosen
from services.sales import commands
from services.sales.application import sales
from services.sales.pipeline import PipelineIsRetired
from services.sales.pipeline_rules import (
    DefaultPipelineStays,
    LastStage,
    PipelineAlreadyDefined,
    StageAlreadyThere,
    StageKeyReserved,
)
from shared.refusals import Invalid, NotFound
from tests.sales.words import DEAL, PRODUCT, listed, opened
from tests.spec import Spec

RENEWALS = UUID(int=50)
defined = PipelineDefined(name="Renewals", branch="")


def stage(key: str, place: int, *required: str) -> StageAdded:
    return StageAdded(
        stage=key, name=key.title(), probability=20 * place, rotting_days=None, required=required, place=place
    )


REVIEW, OFFER = stage("review", 1), stage("offer", 2, "expected_close_on", "custom.budget")
BUDGET = FieldDefined(
    object="deal",
    key="budget",
    kind="number",
    label={"en": "Budget"},
    help={},
    choices=(),
    required=False,
    default=None,
    place=1,
)


@pytest.fixture
def pipeline() -> Spec:
    return Spec(sales, RENEWALS).given(defined, REVIEW, OFFER)


@pytest.fixture
def first() -> Spec:
    """The pipeline every installation begins with; nobody has touched it."""
    return Spec(sales, DEFAULT_PIPELINE)


@pytest.fixture
def renewal(deal: Spec) -> Spec:
    """A deal in the pipeline of renewals."""
    deal.given(defined, REVIEW, OFFER, on=RENEWALS).given(BUDGET, on=fields_of("deal"))
    return deal.given(replace(opened, pipeline_id=RENEWALS, stage="review", probability=20))


def of(command: type[Any], pipeline_id: UUID = RENEWALS, **body: Any) -> Any:
    return command.model_validate({"pipeline_id": pipeline_id, **body})


def test_a_pipeline_is_defined_with_its_stages_in_order() -> None:
    stages = [{"stage": "review", "name": "Review", "probability": 20}]
    wish = of(commands.DefinePipeline, name="Renewals", stages=stages, lost_reasons=["too dear"])
    Spec(sales, RENEWALS).when(wish).then(defined, REVIEW, LostReasonsListed(reasons=("too dear",)))


def test_an_id_is_used_for_one_pipeline(pipeline: Spec) -> None:
    stages = [{"stage": "review", "name": "Review", "probability": 20}]
    again = of(commands.DefinePipeline, name="Renewals", stages=stages)
    pipeline.when(again).refused(PipelineAlreadyDefined, "pipeline_id")


@pytest.mark.parametrize("key", ["won", "lost", "open"])
def test_what_means_something_else_is_no_stage(pipeline: Spec, key: str) -> None:
    pipeline.when(of(commands.AddStage, stage=key, name="X", probability=1)).refused(
        StageKeyReserved, "stage"
    )


def test_the_first_pipeline_is_told_as_soon_as_somebody_changes_it(first: Spec) -> None:
    rename = of(commands.RenameStage, DEFAULT_PIPELINE, stage="engaging", name="Talking")
    first.when(rename).then(*DEFAULT, StageRenamed(stage="engaging", name="Talking"))
    first.when(rename).nothing()


def test_the_first_pipeline_stays(first: Spec) -> None:
    first.when(of(commands.RetirePipeline, DEFAULT_PIPELINE)).refused(DefaultPipelineStays)


def test_a_pipeline_nobody_defined_does_not_change() -> None:
    nowhere = Spec(sales, UUID(int=51))
    nowhere.when(of(commands.RenamePipeline, UUID(int=51), name="X")).refused(NotFound)
    nowhere.when(of(commands.RetireStage, UUID(int=51), stage="a", successor="b")).refused(NotFound)


def test_a_stage_moves_and_the_others_keep_their_order(pipeline: Spec) -> None:
    pipeline.when(of(commands.MoveStage, stage="offer", place=1)).then(
        StagePlaced(stage="offer", place=1), StagePlaced(stage="review", place=2)
    )


def test_a_stage_is_there_once(pipeline: Spec) -> None:
    pipeline.when(of(commands.AddStage, stage="offer", name="Offer", probability=5)).refused(
        StageAlreadyThere, "stage"
    )


def test_a_stage_asks_for_more(pipeline: Spec) -> None:
    rule: dict[str, Any] = {"probability": 30, "rotting_days": 14, "required": ("amount",)}
    pipeline.when(of(commands.ChangeStage, stage="review", **rule)).then(
        StageRuleChanged(stage="review", **rule)
    )


def test_a_stage_is_retired_in_favour_of_another(pipeline: Spec) -> None:
    pipeline.when(of(commands.RetireStage, stage="offer", successor="offer")).refused(Invalid, "successor")
    pipeline.when(of(commands.RetireStage, stage="offer", successor="review")).then(
        StageRetired(stage="offer", successor="review")
    )
    pipeline.when(of(commands.RetireStage, stage="review", successor="offer")).refused(LastStage)


def test_a_deal_opens_in_the_first_stage_of_its_pipeline(deal: Spec) -> None:
    deal.given(defined, REVIEW, OFFER, on=RENEWALS)
    wish = commands.OpenDeal(
        deal_id=DEAL, title="Again", amount=Decimal(1), currency="CNY", pipeline_id=RENEWALS
    )
    deal.when(wish).then(
        replace(
            opened,
            title="Again",
            customer_id=None,
            product_id=None,
            owner_id=None,
            amount=Decimal(1),
            currency="CNY",
            branch="",
            pipeline_id=RENEWALS,
            stage="review",
            probability=20,
        )
    )


def test_a_stage_of_another_pipeline_is_none(renewal: Spec) -> None:
    renewal.when(commands.MoveDeal(deal_id=DEAL, to_stage="negotiation")).refused(Invalid, "to_stage")


def test_a_retired_stage_takes_no_deal(renewal: Spec) -> None:
    renewal.given(StageRetired(stage="offer", successor="review"), on=RENEWALS)
    renewal.when(commands.MoveDeal(deal_id=DEAL, to_stage="offer")).refused(Invalid, "to_stage")


def test_a_deal_still_in_a_retired_stage_moves_on(renewal: Spec) -> None:
    renewal.given(StageRetired(stage="review", successor="offer"), on=RENEWALS)
    renewal.given(
        StageRuleChanged(stage="offer", probability=40, rotting_days=None, required=()), on=RENEWALS
    )
    renewal.when(commands.MoveDeal(deal_id=DEAL, to_stage="offer")).then(
        DealMoved(from_stage="review", to_stage="offer"),
        DealRevalued(amount=Decimal(9000), currency="USD", probability=40),
    )


def test_a_stage_names_the_fields_a_deal_lacks(renewal: Spec) -> None:
    renewal.when(commands.MoveDeal(deal_id=DEAL, to_stage="offer")).refused(Invalid, "expected_close_on")


def test_a_deal_that_has_them_moves(renewal: Spec) -> None:
    known = commands.ChangeCustomFields(deal_id=DEAL, custom={"budget": "12000"})
    renewal.when(known).then(CustomFieldsChanged(custom={"budget": "12000"}))
    renewal.when(known).nothing()
    renewal.when(commands.MoveDeal(deal_id=DEAL, to_stage="offer")).refused(Invalid, "expected_close_on")


def test_a_deal_goes_on_in_another_pipeline(renewal: Spec) -> None:
    wish = commands.MoveDeal(deal_id=DEAL, to_stage="engaging", pipeline_id=DEFAULT_PIPELINE)
    renewal.when(wish).then(
        DealTransferred(pipeline_id=DEFAULT_PIPELINE, from_stage="review", to_stage="engaging"),
        DealRevalued(amount=Decimal(9000), currency="USD", probability=30),
    )


def test_a_retired_pipeline_takes_no_deal(deal: Spec) -> None:
    deal.given(defined, REVIEW, OFFER, PipelineRetired(), on=RENEWALS).given(opened)
    wish = commands.MoveDeal(deal_id=DEAL, to_stage="review", pipeline_id=RENEWALS)
    deal.when(wish).refused(PipelineIsRetired, "pipeline_id")


def test_a_pipeline_that_is_not_there_takes_no_deal(deal: Spec) -> None:
    wish = commands.MoveDeal(deal_id=DEAL, to_stage="engaging", pipeline_id=UUID(int=99))
    deal.given(opened).when(wish).refused(Invalid, "pipeline_id")


def test_a_value_must_fit_its_field(renewal: Spec) -> None:
    for custom in ({"budget": "a lot"}, {"colour": "red"}):
        wish = commands.ChangeCustomFields(deal_id=DEAL, custom=custom)
        renewal.when(wish).refused(Invalid, f"custom.{next(iter(custom))}")


def test_a_needed_field_is_asked_for_when_a_deal_opens(deal: Spec) -> None:
    deal.given(replace(BUDGET, required=True), on=fields_of("deal"))
    wish = commands.OpenDeal(deal_id=DEAL, title="Again", amount=Decimal(1), currency="CNY")
    deal.when(wish).refused(Invalid, "custom.budget")


def test_a_default_is_noted_when_a_deal_opens(deal: Spec) -> None:
    deal.given(replace(BUDGET, required=True, default="500"), on=fields_of("deal"))
    begun = replace(opened, customer_id=None, product_id=None, owner_id=None, branch="")
    wish = commands.OpenDeal(deal_id=DEAL, title=begun.title, amount=begun.amount, currency="USD")
    deal.when(wish).then(begun, CustomFieldsChanged(custom={"budget": "500"}))


def test_another_product_is_chosen(deal: Spec) -> None:
    deal.given(replace(opened, product_id=None)).given(listed, on=PRODUCT)
    deal.when(commands.ChooseProduct(deal_id=DEAL, product_id=PRODUCT)).then(
        ProductChosen(product_id=PRODUCT)
    )
