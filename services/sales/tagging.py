"""Which tags does a deal have, and in which groups is it? Also once it is closed."""

from functools import partial
from operator import attrgetter

from events.customers import GroupFormed
from events.sales import DealEvent, DealGrouped, DealTagged, DealUngrouped, DealUntagged
from services.sales import commands
from services.sales.deal import Deal, DealIsDiscarded
from shared.application import Aggregate, Application, Reference, Right
from shared.tags import addable, holds


def tag(deal: Deal, command: commands.TagDeal) -> list[DealEvent]:
    _must_be_there(deal)
    return [DealTagged(tag=command.tag)] if addable(deal.tags, command.tag) else []


def untag(deal: Deal, command: commands.UntagDeal) -> list[DealEvent]:
    _must_be_there(deal)
    held = holds(deal.tags, command.tag)
    return [] if held is None else [DealUntagged(tag=held)]


def put_into(deal: Deal, command: commands.GroupDeal) -> list[DealEvent]:
    _must_be_there(deal)
    known = command.group_id in deal.groups
    return [] if known else [DealGrouped(group_id=command.group_id)]


def take_out(deal: Deal, command: commands.UngroupDeal) -> list[DealEvent]:
    known = command.group_id in deal.groups
    return [DealUngrouped(group_id=command.group_id)] if known else []


def _must_be_there(deal: Deal) -> None:
    if deal.discarded:
        raise DealIsDiscarded


def tagging(app: Application, deals: Aggregate[Deal]) -> None:
    """The commands for tags and groups of deals."""
    handles = partial(app.handles, aggregate=deals, stream=attrgetter("deal_id"))
    tags, groups = Right("deal", "edit", {"tag": "tags"}), Right("deal", "edit", {"group_id": "groups"})
    handles(commands.TagDeal, right=tags, decide=tag)
    handles(commands.UntagDeal, right=tags, decide=untag)
    handles(commands.GroupDeal, right=groups, decide=put_into, refers=_group)
    handles(commands.UngroupDeal, right=groups, decide=take_out)


def _group(command: commands.GroupDeal) -> dict[str, Reference]:
    return {"group_id": Reference(command.group_id, GroupFormed, "view")}
