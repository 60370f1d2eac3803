"""What can the sales pipeline be asked to do?"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.commands import Amount, Command, Currency, Line, Text
from shared.days import Day, PastDay

OpenStage = Literal["prospecting", "engaging", "proposal", "negotiation"]
Percent = Annotated[int, Field(ge=0, le=100)]


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


class AddAgent(Command):
    agent_id: UUID
    name: Line
    manager: Line
    office: Line


class TransferAgent(Command):
    agent_id: UUID
    manager: Line
    office: Line


class RemoveAgent(Command):
    """The agent sells no more; what they sold stays theirs."""

    agent_id: UUID


class BringBackAgent(Command):
    agent_id: UUID


class OpenDeal(Command):
    """`probability` (percent) defaults to the usual one of the stage."""

    deal_id: UUID
    title: Line
    customer_id: UUID | None = None
    product_id: UUID | None = None
    owner_id: UUID | None = None
    stage: OpenStage = "prospecting"
    amount: Amount
    currency: Currency
    probability: Percent | None = None
    expected_close_on: Day | None = None


class RenameDeal(Command):
    deal_id: UUID
    title: Line


class LinkDealToCustomer(Command):
    deal_id: UUID
    customer_id: UUID | None


class AssignDeal(Command):
    deal_id: UUID
    owner_id: UUID | None


class RevalueDeal(Command):
    deal_id: UUID
    amount: Amount
    currency: Currency
    probability: Percent


class RescheduleDeal(Command):
    deal_id: UUID
    expected_close_on: Day | None


class MoveDeal(Command):
    deal_id: UUID
    to_stage: OpenStage


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
    to_stage: OpenStage


class DiscardDeal(Command):
    """Take an open deal out of every list, board and figure; its history stays, and it can be restored."""

    deal_id: UUID
    reason: Text = ""


class RestoreDeal(Command):
    deal_id: UUID
