"""Does the owner of a deal stand for it that it will be won?"""

from operator import attrgetter

from events.sales import DealCommitted, DealEvent, DealUncommitted
from services.sales import commands
from services.sales.deal import Deal, must_be_open
from shared.application import Aggregate, Application, Right

_RIGHT = Right("deal", "edit", {"deal_id": "committed"})


def commit(deal: Deal, _: commands.CommitDeal) -> list[DealEvent]:
    must_be_open(deal)
    return [] if deal.committed else [DealCommitted()]


def uncommit(deal: Deal, _: commands.UncommitDeal) -> list[DealEvent]:
    must_be_open(deal)
    return [DealUncommitted()] if deal.committed else []


def commitment(app: Application, deals: Aggregate[Deal]) -> None:
    """The commands about the committed forecast."""
    stream = attrgetter("deal_id")
    app.handles(commands.CommitDeal, deals, right=_RIGHT, stream=stream, decide=commit)
    app.handles(commands.UncommitDeal, deals, right=_RIGHT, stream=stream, decide=uncommit)
