"""What can be asked about products and deals, and the pipelines they go through?"""

from typing import Any
from uuid import UUID

from pydantic import Field

from events.pipelines import DEFAULT_PIPELINE
from services.sales.pipeline_commands import AddStage as AddStage
from services.sales.pipeline_commands import ChangeStage as ChangeStage
from services.sales.pipeline_commands import DefinePipeline as DefinePipeline
from services.sales.pipeline_commands import ListLostReasons as ListLostReasons
from services.sales.pipeline_commands import MoveStage as MoveStage
from services.sales.pipeline_commands import OfferPipeline as OfferPipeline
from services.sales.pipeline_commands import Percent, StageKey
from services.sales.pipeline_commands import RenamePipeline as RenamePipeline
from services.sales.pipeline_commands import RenameStage as RenameStage
from services.sales.pipeline_commands import RestorePipeline as RestorePipeline
from services.sales.pipeline_commands import RestoreStage as RestoreStage
from services.sales.pipeline_commands import RetirePipeline as RetirePipeline
from services.sales.pipeline_commands import RetireStage as RetireStage
from shared.commands import Amount, Command, Currency, Line, ShortLine, Text
from shared.days import Day, PastDay
from shared.tags import Tag


class ListProduct(Command):
    product_id: UUID
    name: Line
    series: Line
    list_price: Amount
    currency: Currency


class RepriceProduct(Command):
    product_id: UUID
    list_price: Amount
    currency: Currency


class WithdrawProduct(Command):
    product_id: UUID


class RelistProduct(Command):
    """Sell a withdrawn product again, at the price it last had."""

    product_id: UUID


class OpenDeal(Command):
    """`stage` is the first of the pipeline unless given, `probability` the usual percentage of the stage.

    Without a branch, the deal is in that of its owner.
    """

    deal_id: UUID
    title: Line
    customer_id: UUID | None = None
    product_id: UUID | None = None
    owner_id: UUID | None = None
    branch: ShortLine | None = None
    pipeline_id: UUID = DEFAULT_PIPELINE
    stage: StageKey | None = None
    amount: Amount
    currency: Currency
    probability: Percent | None = None
    expected_close_on: Day | None = None
    custom: dict[str, Any] = Field(default={}, max_length=100)


class RenameDeal(Command):
    deal_id: UUID
    title: Line


class LinkDealToCustomer(Command):
    deal_id: UUID
    customer_id: UUID | None


class AssignDeal(Command):
    """Without a branch, the deal moves into that of its new owner."""

    deal_id: UUID
    owner_id: UUID | None
    branch: ShortLine | None = None


class RevalueDeal(Command):
    deal_id: UUID
    amount: Amount
    currency: Currency
    probability: Percent


class RescheduleDeal(Command):
    deal_id: UUID
    expected_close_on: Day | None


class CommitDeal(Command):
    """Stand for it that this deal will be won by the day it is expected to close."""

    deal_id: UUID


class UncommitDeal(Command):
    deal_id: UUID


class ChooseProduct(Command):
    deal_id: UUID
    product_id: UUID | None


class ChangeCustomFields(Command):
    """Fields that are not named stay as they are; null takes a value away."""

    deal_id: UUID
    custom: dict[str, Any] = Field(min_length=1, max_length=100)


class MoveDeal(Command):
    """To a stage of the deal's own pipeline, or of another one that is named."""

    deal_id: UUID
    to_stage: StageKey
    pipeline_id: UUID | None = None


class WinDeal(Command):
    """Without an amount the deal is won at its present value."""

    deal_id: UUID
    won_on: PastDay
    amount: Amount | None = None


class LoseDeal(Command):
    deal_id: UUID
    lost_on: PastDay
    reason: Text = ""


class ReopenDeal(Command):
    deal_id: UUID
    to_stage: StageKey


class DiscardDeal(Command):
    """Take an open deal out of every list, board and figure; its history stays, and it can be restored."""

    deal_id: UUID
    reason: Text = ""


class RestoreDeal(Command):
    deal_id: UUID


class TagDeal(Command):
    deal_id: UUID
    tag: Tag


class UntagDeal(Command):
    deal_id: UUID
    tag: Tag


class GroupDeal(Command):
    """Put the deal into a group."""

    deal_id: UUID
    group_id: UUID


class UngroupDeal(Command):
    deal_id: UUID
    group_id: UUID
