"""What does a stage ask for that a deal does not have yet?"""

from typing import Any
from uuid import UUID

from projections.sales import deal_list
from projections.sales.deal_list import DealLine
from services.gateway.known import Known
from services.gateway.pages.board.asked import Asked
from shared.refusals import NotFound

CUSTOM = "custom."


def needs(known: Known, asked: Asked, deal_id: UUID, to_stage: str) -> dict[str, Any]:
    """The deal, the stage's name, and the fields that are missing. Raises NotFound."""
    found = deal_list.deals(
        known.connection, [deal_id], see=asked.who.where("deal", alias="d"), customers=asked.customers
    )
    if not found:
        raise NotFound(what="deal", id=str(deal_id))
    stage = next((each for each in asked.pipeline.stages if each.stage == to_stage), None)
    if stage is None:
        raise NotFound(what="stage", id=to_stage[:60])
    return {
        "deal": found[0],
        "stage_name": stage.name,
        "lacking": [field for field in stage.required if not _has(found[0], field)],
        "products": known.products,
        "fields": known.definitions("deal"),
    }


def _has(deal: DealLine, field: str) -> bool:
    if field.startswith(CUSTOM):
        return field.removeprefix(CUSTOM) in deal.custom
    return bool(getattr(deal, field))
