"""How does a deal end or go away, and how does it come back?"""

from events.sales import DealDiscarded, DealEvent, DealLost, DealReopened, DealRestored, DealWon
from services.sales import commands
from services.sales.deal import Deal, must_be_open
from services.sales.pipeline import Pipeline, entered
from shared.refusals import Refused


class DealStillOpen(Refused):
    """This deal is still open, so there is nothing to reopen. Move it to another stage instead."""


def win(deal: Deal, command: commands.WinDeal) -> list[DealEvent]:
    amount = deal.amount if command.amount is None else command.amount
    if (deal.stage, deal.closed_on, deal.amount) == ("won", command.won_on, amount):
        return []
    must_be_open(deal)
    return [
        DealWon(
            customer_id=deal.customer_id,
            from_stage=deal.stage,
            amount=amount,
            currency=deal.currency,
            won_on=command.won_on,
        )
    ]


def lose(deal: Deal, command: commands.LoseDeal) -> list[DealEvent]:
    if (deal.stage, deal.closed_on) == ("lost", command.lost_on):
        return []
    must_be_open(deal)
    return [
        DealLost(
            from_stage=deal.stage,
            reason=command.reason,
            amount=deal.amount,
            currency=deal.currency,
            lost_on=command.lost_on,
        )
    ]


def reopen(deal: Deal, command: commands.ReopenDeal, pipeline: Pipeline) -> list[DealEvent]:
    if deal.stage == command.to_stage:
        return []
    if deal.closed_on is None:
        raise DealStillOpen
    # What the stage asks for is not asked here: what was closed by mistake can always be opened again.
    entered(pipeline, deal.pipeline_id, command.to_stage, field="to_stage")
    return [
        DealReopened(
            to_stage=command.to_stage,
            outcome=deal.stage,
            closed_on=deal.closed_on,
            amount=deal.amount,
            currency=deal.currency,
        )
    ]


def discard(deal: Deal, command: commands.DiscardDeal) -> list[DealEvent]:
    if deal.discarded:
        return []
    must_be_open(deal)
    return [DealDiscarded(reason=command.reason)]


def restore(deal: Deal, _: commands.RestoreDeal) -> list[DealEvent]:
    return [DealRestored()] if deal.discarded else []
