"""What may happen to a deal while it is open?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.pipelines import DEFAULT_PIPELINE
from events.sales import (
    CustomFieldsChanged,
    DealAssigned,
    DealCommitted,
    DealDiscarded,
    DealEvent,
    DealGrouped,
    DealLinkedToCustomer,
    DealLost,
    DealMoved,
    DealOpened,
    DealRenamed,
    DealReopened,
    DealRescheduled,
    DealRestored,
    DealRevalued,
    DealTagged,
    DealTransferred,
    DealUncommitted,
    DealUngrouped,
    DealUntagged,
    DealWon,
    ProductChosen,
)
from projections.configuration.defined_fields import Fields
from projections.identity.owners import NOBODY, Owner, placed
from services.sales import commands
from shared.custom_values import merged, problems_with
from shared.records import Recorded
from shared.refusals import Invalid, Refused


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
    pipeline_id: UUID = DEFAULT_PIPELINE
    product_id: UUID | None = None
    custom: dict[str, Any] = {}
    branch: str = ""
    tags: tuple[str, ...] = ()
    groups: frozenset[UUID] = frozenset()
    committed: bool = False


def rename(deal: Deal, command: commands.RenameDeal) -> list[DealEvent]:
    must_be_open(deal)
    return [] if command.title == deal.title else [DealRenamed(title=command.title)]


def link_to_customer(deal: Deal, command: commands.LinkDealToCustomer) -> list[DealEvent]:
    must_be_open(deal)
    known = command.customer_id == deal.customer_id
    return [] if known else [DealLinkedToCustomer(customer_id=command.customer_id)]


def assign(deal: Deal, command: commands.AssignDeal, owner: Owner = NOBODY) -> list[DealEvent]:
    must_be_open(deal)
    branch = placed(command.owner_id, command.branch, owner, deal.owner_id, deal.branch)
    if (command.owner_id, branch) == (deal.owner_id, deal.branch):
        return []
    return [DealAssigned(owner_id=command.owner_id, branch=branch)]


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


def choose_product(deal: Deal, command: commands.ChooseProduct) -> list[DealEvent]:
    must_be_open(deal)
    known = command.product_id == deal.product_id
    return [] if known else [ProductChosen(product_id=command.product_id)]


def change_custom_fields(deal: Deal, command: commands.ChangeCustomFields, fields: Fields) -> list[DealEvent]:
    """Also of a closed deal: why it was won is often noted afterwards."""
    if deal.discarded:
        raise DealIsDiscarded
    return noted(deal, command.custom, fields)


def noted(deal: Deal, custom: Mapping[str, Any], fields: Fields) -> list[DealEvent]:
    """The custom fields that change. Raises Invalid (custom.…)."""
    changed, problems = problems_with(fields.known, custom, deal.custom)
    if problems:
        raise Invalid(problems=problems)
    return [CustomFieldsChanged(custom=changed)] if changed else []


def must_be_open(deal: Deal) -> None:
    """Raises DealAlreadyClosed, DealIsDiscarded."""
    if deal.discarded:
        raise DealIsDiscarded
    if deal.closed_on is not None:
        raise DealAlreadyClosed


def told(record: Recorded[DealEvent]) -> DealEvent:
    """What happened; until 2026-11 only the envelope said in which branch a deal was opened."""
    match record.event:
        case DealOpened(branch=""):
            return replace(record.event, branch=record.envelope.branch)
    return record.event


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
                pipeline_id=event.pipeline_id,
                product_id=event.product_id,
                branch=event.branch,
            )
        case DealRenamed(title=title):
            return replace(deal, title=title)
        case DealLinkedToCustomer(customer_id=customer_id):
            return replace(deal, customer_id=customer_id)
        case DealAssigned(owner_id=owner_id, branch=branch):
            return replace(deal, owner_id=owner_id, branch=deal.branch if branch is None else branch)
        case DealRevalued(amount=amount, currency=currency, probability=probability):
            return replace(deal, amount=amount, currency=currency, probability=probability)
        case DealRescheduled(expected_close_on=expected_close_on):
            return replace(deal, expected_close_on=expected_close_on)
        case DealCommitted() | DealUncommitted():
            return replace(deal, committed=isinstance(event, DealCommitted))
        case DealMoved(to_stage=stage):
            return replace(deal, stage=stage, reached=stage)
        case DealTransferred(to_stage=stage, pipeline_id=pipeline_id):
            return replace(deal, stage=stage, reached=stage, pipeline_id=pipeline_id)
        case ProductChosen(product_id=product_id):
            return replace(deal, product_id=product_id)
        case CustomFieldsChanged(custom=custom):
            return replace(deal, custom=merged(deal.custom, custom))
        case DealWon(amount=amount, won_on=won_on):
            return replace(deal, stage="won", amount=amount, closed_on=won_on)
        case DealLost(lost_on=lost_on, reason=reason):
            return replace(deal, stage="lost", closed_on=lost_on, lost_reason=reason)
        case DealReopened(to_stage=stage):
            return replace(deal, stage=stage, reached=stage, closed_on=None, lost_reason="")
        case DealTagged(tag=tag):
            return replace(deal, tags=(*deal.tags, tag))
        case DealUntagged(tag=tag):
            return replace(deal, tags=tuple(each for each in deal.tags if each != tag))
        case DealGrouped(group_id=group_id):
            return replace(deal, groups=deal.groups | {group_id})
        case DealUngrouped(group_id=group_id):
            return replace(deal, groups=deal.groups - {group_id})
        case DealDiscarded() | DealRestored():
            return replace(deal, discarded=isinstance(event, DealDiscarded))
        case _:
            assert_never(event)
