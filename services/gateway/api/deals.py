"""What can be asked about deals and the pipeline over HTTP?"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import ValidationInfo, field_validator
from starlette.requests import Request
from starlette.responses import Response

from projections.customers.directory_fold import customer_directory
from projections.identity.colleagues import colleagues_of_all
from projections.sales import deal_list, outcomes, pipeline_board
from projections.sales.products import product_catalogue
from services.gateway.api import answers
from services.gateway.api.describing import items_of, page_of, problems, record_of
from services.gateway.api.parameters import PagedQuery, in_order
from services.gateway.api.parameters import Query as Parameters
from services.gateway.runtime import Runtime

router = APIRouter(prefix="/api/v1/sales", tags=["sales"])
ROWS = (deal_list.DealLine, pipeline_board.StageTotal, pipeline_board.Card)
Stage = Literal["prospecting", "engaging", "proposal", "negotiation", "won", "lost"]
_NAMES = [customer_directory, product_catalogue, colleagues_of_all]


class DealQuery(PagedQuery):
    """Which deals, in which order?"""

    stage: Stage | None = None
    owner_id: UUID | None = None
    customer_id: UUID | None = None
    product_id: UUID | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    sort: Literal["-opened_at", "opened_at", "-amount", "amount", "-closed_on", "closed_on"] = "-opened_at"

    @field_validator("closed_to")
    @classmethod
    def _in_order(cls, last: date | None, others: ValidationInfo) -> date | None:
        return in_order(others.data.get("closed_from"), last)


@router.get("/deals", summary="Find deals", responses={200: page_of("DealLine"), **problems(422, 503)})
async def find(request: Request, query: Annotated[DealQuery, Query()]) -> Response:
    """Deals, open and closed."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [deal_list.deal_list, *_NAMES],
        lambda connection: deal_list.find(connection, **query.wanted),
        **query.freshness,
    )
    return answers.page(request, found)


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
