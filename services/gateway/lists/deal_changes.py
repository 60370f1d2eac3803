"""How are the fields of deals changed from a list?"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from projections.sales.deal_list import DealLine, deals
from services.gateway.lists.changes import Changes, Make, Value
from services.sales import commands
from shared.commands import Command
from shared.rights.condition import NOTHING, Condition


def _load(connection: Connection, ids: list[UUID], see: Condition) -> dict[UUID, DealLine]:
    return {each.deal_id: each for each in deals(connection, ids, see=see, customers=NOTHING)}


def _rename(deal: DealLine, value: Value) -> Command:
    return commands.RenameDeal.model_validate({"deal_id": deal.deal_id, "title": value or ""})


def _link(deal: DealLine, value: Value) -> Command:
    return commands.LinkDealToCustomer.model_validate({"deal_id": deal.deal_id, "customer_id": value or None})


def _choose(deal: DealLine, value: Value) -> Command:
    return commands.ChooseProduct.model_validate({"deal_id": deal.deal_id, "product_id": value or None})


def _assign(deal: DealLine, value: Value) -> Command:
    """Into the branch of the new owner."""
    return commands.AssignDeal.model_validate({"deal_id": deal.deal_id, "owner_id": value or None})


def _relocate(deal: DealLine, value: Value) -> Command:
    body = {"deal_id": deal.deal_id, "owner_id": deal.owner_id, "branch": value or ""}
    return commands.AssignDeal.model_validate(body)


def _value(name: str) -> Make:
    def make(deal: DealLine, value: Value) -> Command:
        known = {"amount": deal.amount, "currency": deal.currency, "probability": deal.probability}
        return commands.RevalueDeal.model_validate({"deal_id": deal.deal_id, **known, name: value})

    return make


def _reschedule(deal: DealLine, value: Value) -> Command:
    body = {"deal_id": deal.deal_id, "expected_close_on": value or None}
    return commands.RescheduleDeal.model_validate(body)


def _move(deal: DealLine, value: Value, today: date) -> Command:
    """A deal closed from a list is closed today; a closed one is reopened where it goes."""
    if value == "won":
        return commands.WinDeal(deal_id=deal.deal_id, won_on=today)
    if value == "lost":
        return commands.LoseDeal(deal_id=deal.deal_id, lost_on=today)
    body = {"deal_id": deal.deal_id, "to_stage": value}
    closed = deal.closed_on is not None
    return (commands.ReopenDeal if closed else commands.MoveDeal).model_validate(body)


def _commit(deal: DealLine, value: Value) -> Command:
    kind = commands.CommitDeal if value in ("yes", "true") else commands.UncommitDeal
    return kind(deal_id=deal.deal_id)


def _tag(deal: DealLine, value: Value) -> Command:
    return commands.TagDeal.model_validate({"deal_id": deal.deal_id, "tag": value or ""})


def _untag(deal: DealLine, value: Value) -> Command:
    return commands.UntagDeal.model_validate({"deal_id": deal.deal_id, "tag": value or ""})


def _put_into(deal: DealLine, value: Value) -> Command:
    return commands.GroupDeal.model_validate({"deal_id": deal.deal_id, "group_id": value})


def _take_out(deal: DealLine, value: Value) -> Command:
    return commands.UngroupDeal.model_validate({"deal_id": deal.deal_id, "group_id": value})


def _discard(deal: DealLine, value: Value) -> Command:
    return commands.DiscardDeal.model_validate({"deal_id": deal.deal_id, "reason": value or ""})


def _restore(deal: DealLine, _: Value) -> Command:
    return commands.RestoreDeal(deal_id=deal.deal_id)


def _custom(deal: DealLine, custom: dict[str, Any]) -> Command:
    return commands.ChangeCustomFields(deal_id=deal.deal_id, custom=custom)


DEAL_CHANGES = Changes(
    load=_load,
    fields={
        "title": _rename,
        "customer_id": _link,
        "product_id": _choose,
        "owner_id": _assign,
        "branch": _relocate,
        "amount": _value("amount"),
        "currency": _value("currency"),
        "probability": _value("probability"),
        "expected_close_on": _reschedule,
        "committed": _commit,
        "tag": _tag,
        "untag": _untag,
        "group": _put_into,
        "ungroup": _take_out,
        "discard": _discard,
        "restore": _restore,
    },
    dated={"stage": _move},
    custom=_custom,
)
