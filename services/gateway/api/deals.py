"""What can be asked about deals and the pipeline over HTTP?"""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.pipelines import CLOSED, DEFAULT_PIPELINE
from projections.activities.last_contacts import last_contacts
from projections.activities.task_fold import tasks
from projections.customers.directory_fold import customer_directory
from projections.identity.colleagues import colleagues_of_all
from projections.sales import board_cards, deal_list, pipeline_board, pipelines
from projections.sales.listing import DEALS
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.products import product_catalogue
from services.gateway.api import answers
from services.gateway.api.describing import items_of, page_of, problems, record_of
from services.gateway.api.listed import Asked, described, listed
from services.gateway.api.parameters import PagedQuery
from services.gateway.api.parameters import Query as Parameters
from services.gateway.lists.catalogue import LISTS
from services.gateway.pages.board.showing import masked
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from shared.marks import N_
from shared.paging import Page
from shared.refusals import Invalid

router = APIRouter(prefix="/api/v1/sales", tags=["sales"])
ROWS = (deal_list.DealLine, pipeline_board.StageTotal, board_cards.Card, pipelines.Pipeline)
NO_PIPELINE = N_("is no pipeline")
NO_STAGE = N_("is no stage of this pipeline")
_PIPELINES = [pipelines.pipeline_list, pipeline_stages]
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
    who = viewer(request)
    see, named = who.where("deal", alias="d"), who.naming("customer", "name", alias="c")
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [deal_list.deal_list, *_NAMES],
        lambda connection: next(iter(deal_list.deals(connection, [deal_id], see=see, customers=named)), None),
        **query.freshness,
    )
    return answers.record(request, found, what="deal", record_id=deal_id)


class PipelineQuery(Parameters):
    """Which pipeline?"""

    pipeline_id: UUID = Field(DEFAULT_PIPELINE, description="Unless given, the first one.")


class ColumnQuery(PagedQuery):
    """Which pipeline, and which page of its deals?"""

    pipeline_id: UUID = Field(DEFAULT_PIPELINE, description="Unless given, the first one.")


@router.get(
    "/pipelines",
    summary="Every pipeline with its stages",
    responses={200: items_of("Pipeline"), **problems(503)},
)
async def all_pipelines(request: Request, query: Annotated[Parameters, Query()]) -> Response:
    """The first one is that of deals for which none is named. Stages stand in their order."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(_PIPELINES, pipelines.pipelines, **query.freshness)
    return answers.items(found)


@router.get(
    "/pipeline",
    summary="A pipeline: count and value of each stage",
    responses={200: items_of("StageTotal"), **problems(422, 503)},
)
async def pipeline(request: Request, query: Annotated[PipelineQuery, Query()]) -> Response:
    """Every stage in order, the empty ones too; a line for each currency."""
    runtime: Runtime = request.app.state.runtime
    see = viewer(request).where("deal", alias="d")
    found = await runtime.reader.ask(
        [deal_list.deal_list, *_PIPELINES],
        lambda connection: pipeline_board.stages(connection, see=see, pipeline_id=query.pipeline_id),
        **query.freshness,
    )
    if not viewer(request).shows("deal", "amount"):
        found = found._replace(value=_counts(found.value))
    return answers.items(found)


def _counts(totals: list[pipeline_board.StageTotal]) -> list[pipeline_board.StageTotal]:
    """Without what the deals are worth."""
    counts: dict[str, int] = {}
    for total in totals:
        counts[total.stage] = counts.get(total.stage, 0) + total.count
    nothing = Decimal(0)
    return [
        pipeline_board.StageTotal(stage, None, count, nothing, nothing) for stage, count in counts.items()
    ]


@router.get(
    "/pipeline/{stage}",
    summary="The deals of one stage",
    responses={200: page_of("Card"), **problems(422, 503)},
)
async def stage(request: Request, stage: str, query: Annotated[ColumnQuery, Query()]) -> Response:
    """The cards in one column of the board; won and lost are columns too."""
    runtime: Runtime = request.app.state.runtime
    who = viewer(request)

    def cards(connection: Connection) -> Page[board_cards.Card]:
        _must_be_a_stage(connection, query.pipeline_id, stage)
        found = board_cards.cards(
            connection,
            board_cards.Column(query.pipeline_id, stage),
            see=who.where("deal", alias="d"),
            tasks=who.where("task", alias="n"),
            customers=who.naming("customer", "name", alias="c"),
            cursor=query.cursor,
            limit=query.limit,
        )
        return Page([masked(card, who) for card in found.items], found.next_cursor)

    found = await runtime.reader.ask(
        [deal_list.deal_list, tasks, last_contacts, *_PIPELINES, *_NAMES],
        cards,
        **query.freshness,
    )
    return answers.page(request, found)


def _must_be_a_stage(connection: Connection, pipeline_id: UUID, stage: str) -> None:
    known = pipelines.pipeline(connection, pipeline_id)
    if known is None:
        raise Invalid(problems=[{"field": "pipeline_id", "problem": NO_PIPELINE}])
    if stage not in CLOSED and stage not in {each.stage for each in known.stages}:
        raise Invalid(problems=[{"field": "stage", "problem": NO_STAGE}])
