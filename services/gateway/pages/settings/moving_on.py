"""What becomes of the deals that still stand in a stage which takes no more?"""

from typing import NamedTuple
from uuid import UUID, uuid5

from msgspec.structs import replace
from sqlalchemy import Connection
from starlette.requests import Request

from projections.sales import board_cards
from projections.sales.board_cards import Card, Column
from projections.sales.deal_list import deal_list
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline
from services.gateway.api.sending import header_of
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from services.sales.commands import MoveDeal
from shared.marks import N_
from shared.refusals import Forbidden, Invalid, NotFound, Refused
from shared.rights.condition import NOTHING

CHUNK = 200
_IN_USE = N_("is still in use; retire it first")


class Done(NamedTuple):
    """How many deals moved, how many could not, and whether there may be more."""

    moved: int
    refused: int
    left: bool


class Waiting(NamedTuple):
    """Deals in a retired stage, and where they belong."""

    deals: list[Card]
    successor: str


async def move_on(request: Request, pipeline_id: UUID, stage: str) -> Done:
    """Some of the deals the reader may see, at most CHUNK of them. Raises NotFound, Invalid, Forbidden."""
    if not viewer(request).may("pipeline", "administer"):
        raise Forbidden
    runtime: Runtime = request.app.state.runtime
    asked = [deal_list, pipeline_stages]
    answer = await runtime.reader.ask(
        asked, lambda connection: _waiting(request, connection, pipeline_id, stage)
    )
    header, waiting = header_of(request, "web"), answer.value
    sent = [
        (
            MoveDeal(deal_id=deal.deal_id, to_stage=waiting.successor),
            replace(header, command_id=uuid5(header.command_id, str(deal.deal_id)), expected_version=None),
        )
        for deal in waiting.deals
    ]
    answers = await runtime.bus.call_many(sent) if sent else []
    refused = sum(isinstance(each, Refused) for each in answers)
    return Done(len(answers) - refused, refused, len(answers) == CHUNK and refused < CHUNK)


def _waiting(request: Request, connection: Connection, pipeline_id: UUID, stage: str) -> Waiting:
    known = pipeline(connection, pipeline_id)
    found = next((each for each in known.stages if each.stage == stage), None) if known else None
    if found is None:
        raise NotFound(what="stage", id=stage[:60])
    if found.successor is None:
        raise Invalid(problems=[{"field": "stage", "problem": _IN_USE}])
    see = viewer(request).where("deal", alias="d")
    deals = board_cards.cards(
        connection, Column(pipeline_id, stage), see=see, tasks=NOTHING, customers=NOTHING, limit=CHUNK
    )
    return Waiting(deals.items, found.successor)
