"""What can be asked about deals and the pipeline over HTTP?"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from projections.customers.directory_fold import customer_directory
from projections.identity.colleagues import colleagues_of_all
from projections.sales import deal_list, outcomes, pipeline_board
from projections.sales.listing import DEALS
from projections.sales.products import product_catalogue
from services.gateway.api import answers
from services.gateway.api.describing import items_of, page_of, problems, record_of
from services.gateway.api.listed import Asked, described, listed
from services.gateway.api.parameters import PagedQuery
from services.gateway.api.parameters import Query as Parameters
from services.gateway.lists.catalogue import LISTS
from services.gateway.runtime import Runtime

router = APIRouter(prefix="/api/v1/sales", tags=["sales"])
ROWS = (deal_list.DealLine, pipeline_board.StageTotal, pipeline_board.Card)
Stage = Literal["prospecting", "engaging", "proposal", "negotiation", "won", "lost"]
_NAMES = [customer_directory, product_catalogue, colleagues_of_all]


@router.get("/deals", summary="Find deals", responses={200: described(DEALS), **problems(422, 503)})
async def find(request: Request, query: Asked) -> Response:
    """Deals, open and closed."""
    return await listed(request, LISTS["deals"], query)


@router.get(
    "/deals/{deal_id}", summary="One deal", responses={200: record_of("DealLine"), **problems(404, 422, 503)}
)
async def one(request: Request, deal_id: UUID, query: Annotated[Parameters, Query()]) -> Response:
    """One deal; the ETag is the version to send as If-Match."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [deal_list.deal_list, *_NAMES],
        lambda connection: deal_list.deal(connection, deal_id),
        **query.freshness,
    )
    return answers.record(request, found, what="deal", record_id=deal_id)


@router.get(
    "/pipeline",
    summary="The pipeline: count and value of each stage",
    responses={200: items_of("StageTotal"), **problems(422, 503)},
)
async def pipeline(request: Request, query: Annotated[Parameters, Query()]) -> Response:
    """Every stage in order, the empty ones too; a line for each currency."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [pipeline_board.pipeline_board, outcomes.sales_outcomes],
        pipeline_board.stages,
        **query.freshness,
    )
    return answers.items(found)


@router.get(
    "/pipeline/{stage}",
    summary="The deals of one stage",
    responses={200: page_of("Card"), **problems(422, 503)},
)
async def stage(request: Request, stage: Stage, query: Annotated[PagedQuery, Query()]) -> Response:
    """The cards in one column of the board."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [pipeline_board.pipeline_board, *_NAMES],
        lambda connection: pipeline_board.cards(connection, stage, cursor=query.cursor, limit=query.limit),
        **query.freshness,
    )
    return answers.page(request, found)
