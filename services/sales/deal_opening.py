"""With what does a deal begin?"""

from functools import reduce

from events.sales import DealEvent, DealOpened
from projections.configuration.defined_fields import Fields
from projections.identity.owners import NOBODY, Owner
from services.sales import commands
from services.sales.deal import Deal, evolve, noted
from services.sales.deal_needs import must_have
from services.sales.pipeline import Pipeline, entered, must_be_offered
from shared.custom_values import begun, missing
from shared.refusals import Invalid, Refused


class DealAlreadyOpened(Refused):
    """There is already a deal with this id, and it was opened with other details. Use a new id."""


def open_deal(
    deal: Deal, command: commands.OpenDeal, pipeline: Pipeline, fields: Fields, owner: Owner = NOBODY
) -> list[DealEvent]:
    reached = command.stage or pipeline.first()
    stage = entered(pipeline, command.pipeline_id, reached, field="stage")
    opening = DealOpened(
        title=command.title,
        customer_id=command.customer_id,
        product_id=command.product_id,
        owner_id=command.owner_id,
        branch=owner.branch if command.branch is None else command.branch,
        stage=reached,
        amount=command.amount,
        currency=command.currency,
        probability=stage.probability if command.probability is None else command.probability,
        expected_close_on=command.expected_close_on,
        pipeline_id=command.pipeline_id,
    )
    if deal.opening == opening:
        return []
    if deal.opening is not None:
        raise DealAlreadyOpened("deal_id")
    must_be_offered(pipeline, opening.branch)
    new: list[DealEvent] = [opening, *noted(deal, begun(fields.known, command.custom), fields)]
    opened = reduce(evolve, new, deal)
    if problems := missing(fields.known, opened.custom):
        raise Invalid(problems=problems)
    must_have(opened, stage)
    return new
