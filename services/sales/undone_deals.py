"""Which commands set a deal back to what it was?"""

from uuid import UUID

from msgspec.structs import replace

from events.sales import DealOpened
from services.sales.application import DEAL
from services.sales.commands import (
    AssignDeal,
    ChangeCustomFields,
    ChooseProduct,
    CommitDeal,
    DiscardDeal,
    GroupDeal,
    LinkDealToCustomer,
    LoseDeal,
    MoveDeal,
    RenameDeal,
    ReopenDeal,
    RescheduleDeal,
    RestoreDeal,
    RevalueDeal,
    TagDeal,
    UncommitDeal,
    UngroupDeal,
    UntagDeal,
    WinDeal,
)
from services.sales.deal import Deal
from shared.commands import Command
from shared.custom_values import taken_back
from shared.tags import lost
from shared.undoing import Undoable


def set_back(deal_id: UUID, now: Deal, then: Deal) -> list[Command]:
    """A closed deal is reopened before it changes, and closed again where it was closed then."""
    if then.discarded:  # only an open deal can be discarded
        then = replace(then, stage=then.reached, closed_on=None, lost_reason="")
    if now == then:
        return []
    commands: list[Command] = []
    if now.discarded:
        commands.append(RestoreDeal(deal_id=deal_id))
    if now.closed_on is not None:
        commands.append(ReopenDeal(deal_id=deal_id, to_stage=now.reached))
    commands += _described(deal_id, now, then)
    if (now.reached, now.pipeline_id) != (then.reached, then.pipeline_id):
        commands.append(MoveDeal(deal_id=deal_id, to_stage=then.reached, pipeline_id=then.pipeline_id))
    commands += [*_revalued(deal_id, now, then), *_closed(deal_id, then)]
    if then.discarded:
        commands.append(DiscardDeal(deal_id=deal_id, reason="Taken back"))
    return commands


def _described(deal_id: UUID, now: Deal, then: Deal) -> list[Command]:
    commands: list[Command] = []
    if now.title != then.title:
        commands.append(RenameDeal(deal_id=deal_id, title=then.title))
    if now.customer_id != then.customer_id:
        commands.append(LinkDealToCustomer(deal_id=deal_id, customer_id=then.customer_id))
    if (now.owner_id, now.branch) != (then.owner_id, then.branch):
        commands.append(AssignDeal(deal_id=deal_id, owner_id=then.owner_id, branch=then.branch))
    if now.expected_close_on != then.expected_close_on:
        commands.append(RescheduleDeal(deal_id=deal_id, expected_close_on=then.expected_close_on))
    if now.product_id != then.product_id:
        commands.append(ChooseProduct(deal_id=deal_id, product_id=then.product_id))
    if now.committed != then.committed:
        commands.append((CommitDeal if then.committed else UncommitDeal)(deal_id=deal_id))
    if changed := taken_back(now.custom, then.custom):
        commands.append(ChangeCustomFields(deal_id=deal_id, custom=changed))
    return commands + _tagged(deal_id, now, then)


def _tagged(deal_id: UUID, now: Deal, then: Deal) -> list[Command]:
    less, more = (lost(a.tags, b.tags) for a, b in ((now, then), (then, now)))
    return [
        *(UntagDeal(deal_id=deal_id, tag=tag) for tag in less),
        *(TagDeal(deal_id=deal_id, tag=tag) for tag in more),
        *(UngroupDeal(deal_id=deal_id, group_id=each) for each in now.groups - then.groups),
        *(GroupDeal(deal_id=deal_id, group_id=each) for each in then.groups - now.groups),
    ]


def _revalued(deal_id: UUID, now: Deal, then: Deal) -> list[Command]:
    # The stage may take the probability with it, so a moved deal is valued anew in any case.
    if (now.reached, now.amount, now.currency, now.probability) == (
        then.reached,
        then.amount,
        then.currency,
        then.probability,
    ):
        return []
    value = {"amount": then.amount, "currency": then.currency, "probability": then.probability}
    return [RevalueDeal.model_validate({"deal_id": deal_id, **value})]


def _closed(deal_id: UUID, then: Deal) -> list[Command]:
    if then.closed_on is None:
        return []
    if then.stage == "won":
        return [WinDeal(deal_id=deal_id, won_on=then.closed_on, amount=then.amount)]
    return [LoseDeal(deal_id=deal_id, lost_on=then.closed_on, reason=then.lost_reason)]


DEALS = Undoable(
    DEAL,
    begins=DealOpened,
    aspects={
        "title": ("title",),
        "customer": ("customer_id",),
        "owner and branch": ("owner_id", "branch"),
        "expected close": ("expected_close_on",),
        "tags": ("tags",),
        "groups": ("groups",),
        "product": ("product_id",),
        "commitment": ("committed",),
        "custom fields": ("custom",),
        "stage and value": (
            "pipeline_id",
            "stage",
            "reached",
            "closed_on",
            "lost_reason",
            "amount",
            "currency",
            "probability",
        ),
    },
    gone="discarded",
    set_back=set_back,
)
