"""What may happen to a deal while it is open?"""

from datetime import date
from decimal import Decimal
from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.sales import (
    DealAssigned,
    DealDiscarded,
    DealEvent,
    DealLinkedToCustomer,
    DealLost,
    DealMoved,
    DealOpened,
    DealRenamed,
    DealReopened,
    DealRescheduled,
    DealRestored,
    DealRevalued,
    DealWon,
)
from services.sales import commands
from shared.refusals import Refused

USUAL_PROBABILITY = {
    "prospecting": 10,
    "engaging": 30,
    "proposal": 50,
    "negotiation": 70,
}


class DealAlreadyOpened(Refused):
    """There is already a deal with this id, and it was opened with other details. Use a new id."""


class DealAlreadyClosed(Refused):
    """This deal is closed, and reports count it as it is. Reopen it first, then change it."""


class DealIsDiscarded(Refused):
    """This deal was discarded and stays as it is. Restore it first, then change it."""


class Deal(msgspec.Struct, frozen=True):
    """A deal as its rules see it; `closed_on` is None while it is open, `reached` is its last open stage."""

    opening: DealOpened | None = None
    title: str = ""
    customer_id: UUID | None = None
    owner_id: UUID | None = None
    stage: str = ""
    amount: Decimal = Decimal(0)
    currency: str = ""
    probability: int = 0
    expected_close_on: date | None = None
    closed_on: date | None = None
    lost_reason: str = ""
    reached: str = ""
    discarded: bool = False


def open_deal(deal: Deal, command: commands.OpenDeal) -> list[DealEvent]:
    usual = USUAL_PROBABILITY[command.stage]
    opening = DealOpened(
        title=command.title,
        customer_id=command.customer_id,
        product_id=command.product_id,
        owner_id=command.owner_id,
        stage=command.stage,
        amount=command.amount,
        currency=command.currency,
        probability=usual if command.probability is None else command.probability,
        expected_close_on=command.expected_close_on,
    )
    if deal.opening is None:
        return [opening]
    if deal.opening == opening:
        return []
    raise DealAlreadyOpened("deal_id")


def rename(deal: Deal, command: commands.RenameDeal) -> list[DealEvent]:
    must_be_open(deal)
    return [] if command.title == deal.title else [DealRenamed(title=command.title)]


def link_to_customer(deal: Deal, command: commands.LinkDealToCustomer) -> list[DealEvent]:
    must_be_open(deal)
    known = command.customer_id == deal.customer_id
    return [] if known else [DealLinkedToCustomer(customer_id=command.customer_id)]


def assign(deal: Deal, command: commands.AssignDeal) -> list[DealEvent]:
    must_be_open(deal)
    return [] if command.owner_id == deal.owner_id else [DealAssigned(owner_id=command.owner_id)]


def revalue(deal: Deal, command: commands.RevalueDeal) -> list[DealEvent]:
    must_be_open(deal)
    if (command.amount, command.currency, command.probability) == (
        deal.amount,
        deal.currency,
        deal.probability,
    ):
        return []
    return [
        DealRevalued(
            amount=command.amount,
            currency=command.currency,
            probability=command.probability,
        )
    ]


def reschedule(deal: Deal, command: commands.RescheduleDeal) -> list[DealEvent]:
    must_be_open(deal)
    if command.expected_close_on == deal.expected_close_on:
        return []
    return [DealRescheduled(expected_close_on=command.expected_close_on)]


def move(deal: Deal, command: commands.MoveDeal) -> list[DealEvent]:
    """The probability follows the stage as long as nobody has set one of their own."""
    must_be_open(deal)
    if command.to_stage == deal.stage:
        return []
    moved = DealMoved(from_stage=deal.stage, to_stage=command.to_stage)
    if deal.probability != USUAL_PROBABILITY[deal.stage]:
        return [moved]
    usual = USUAL_PROBABILITY[command.to_stage]
    return [
        moved,
        DealRevalued(amount=deal.amount, currency=deal.currency, probability=usual),
    ]


def must_be_open(deal: Deal) -> None:
    """Raises DealAlreadyClosed, DealIsDiscarded."""
    if deal.discarded:
        raise DealIsDiscarded
    if deal.closed_on is not None:
        raise DealAlreadyClosed


def evolve(deal: Deal, event: DealEvent) -> Deal:
    match event:
        case DealOpened():
            return Deal(
                event,
                event.title,
                event.customer_id,
                event.owner_id,
                event.stage,
                event.amount,
                event.currency,
                event.probability,
                event.expected_close_on,
                reached=event.stage,
            )
        case DealRenamed(title=title):
            return replace(deal, title=title)
        case DealLinkedToCustomer(customer_id=customer_id):
            return replace(deal, customer_id=customer_id)
        case DealAssigned(owner_id=owner_id):
            return replace(deal, owner_id=owner_id)
        case DealRevalued(amount=amount, currency=currency, probability=probability):
            return replace(deal, amount=amount, currency=currency, probability=probability)
        case DealRescheduled(expected_close_on=expected_close_on):
            return replace(deal, expected_close_on=expected_close_on)
        case DealMoved(to_stage=stage):
            return replace(deal, stage=stage, reached=stage)
        case DealWon(amount=amount, won_on=won_on):
            return replace(deal, stage="won", amount=amount, closed_on=won_on)
        case DealLost(lost_on=lost_on, reason=reason):
            return replace(deal, stage="lost", closed_on=lost_on, lost_reason=reason)
        case DealReopened(to_stage=stage):
            return replace(deal, stage=stage, reached=stage, closed_on=None, lost_reason="")
        case DealDiscarded() | DealRestored():
            return replace(deal, discarded=isinstance(event, DealDiscarded))
        case _:
            assert_never(event)
