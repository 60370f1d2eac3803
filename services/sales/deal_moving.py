"""Into which stage, of which pipeline, may a deal go?"""

from uuid import UUID

from events.sales import DealEvent, DealMoved, DealRevalued, DealTransferred
from services.sales import commands
from services.sales.deal import Deal, must_be_open
from services.sales.deal_needs import must_have
from services.sales.pipeline import Pipeline, entered, must_be_offered


def move(deal: Deal, command: commands.MoveDeal, present: Pipeline, pipeline: Pipeline) -> list[DealEvent]:
    """The probability follows the stage as long as nobody has set one of their own."""
    must_be_open(deal)
    pipeline_id = command.pipeline_id or deal.pipeline_id
    if (command.to_stage, pipeline_id) == (deal.stage, deal.pipeline_id):
        return []
    stage = entered(pipeline, pipeline_id, command.to_stage, field="to_stage")
    if pipeline_id != deal.pipeline_id:
        must_be_offered(pipeline, deal.branch)
    must_have(deal, stage)
    moved = _moved(deal, pipeline_id, command.to_stage)
    if deal.probability != present.usual(deal.stage) or deal.probability == stage.probability:
        return [moved]
    usual = DealRevalued(amount=deal.amount, currency=deal.currency, probability=stage.probability)
    return [moved, usual]


def _moved(deal: Deal, pipeline_id: UUID, to_stage: str) -> DealMoved | DealTransferred:
    if pipeline_id == deal.pipeline_id:
        return DealMoved(from_stage=deal.stage, to_stage=to_stage)
    return DealTransferred(pipeline_id=pipeline_id, from_stage=deal.stage, to_stage=to_stage)
