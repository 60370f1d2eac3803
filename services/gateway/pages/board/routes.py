"""Which deals sit in which stage, what are they worth, and where can each go?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.activities.last_contacts import last_contacts
from projections.activities.task_fold import tasks
from projections.configuration.custom_fields import custom_fields
from projections.configuration.rates import company_settings, exchange_rates
from projections.customers import directory
from projections.history.record_index import record_index
from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales import products
from projections.sales.deal_list import deal_list
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list
from services.gateway.known import Known
from services.gateway.language import language_of
from services.gateway.lists.catalogue import VIEWS, catalogued
from services.gateway.pages.answers import fragment, page
from services.gateway.pages.board.asked import LIST, Asked, asked, kept
from services.gateway.pages.board.in_one import in_one
from services.gateway.pages.board.needs import needs
from services.gateway.pages.board.showing import (
    QUIET_DAYS,
    cards,
    columns,
    heads_of,
    some_cards,
    stage_figures,
)
from services.gateway.pages.figures import StageFigures, sums_above
from services.gateway.pages.lists.addresses import Addresses
from services.gateway.pages.lists.chips import chips
from services.gateway.pages.lists.options import Options
from services.gateway.pages.lists.saved import Opened
from services.gateway.pages.live import LIVE_EVENTS

router = APIRouter()
READS = (
    all_branches,
    deal_list,
    pipeline_list,
    pipeline_stages,
    directory.customer_directory,
    products.product_catalogue,
    colleagues_of_all,
    all_teams,
    tasks,
    last_contacts,
    custom_fields,
    exchange_rates,
    company_settings,
    record_index,
    *VIEWS,
)


@router.get("/deals")
async def board(request: Request) -> Response:
    """The board of a pipeline."""

    def question(connection: Connection) -> dict[str, Any]:
        views, known = kept(request, connection), Known(connection)
        wanted = asked(request, known, views.query)
        shown = columns(connection, wanted)
        figures = [column.figures for column in shown if column.figures]
        return {
            **_frame(request, known, wanted, views),
            "columns": shown,
            **(_above(connection, wanted, figures) if wanted.at_hand else {"above": None, "told": None}),
        }

    return await page(request, "board/board.html", "deals", question, reads=READS)


@router.get("/deals/column/{stage}")
async def more_cards(request: Request, stage: str, cursor: str) -> Response:
    """The next cards of one column."""

    def question(connection: Connection) -> dict[str, Any]:
        wanted = asked(request, Known(connection), request.query_params)
        heads = {head.stage: head for head in heads_of(wanted.pipeline, {})}
        found = cards(connection, wanted, stage, cursor)
        return {**_card(wanted), "stage": stage, "cards": found, "heads": heads}

    return await fragment(request, "board/cards.html", question, reads=READS)


@router.get("/deals/changes")
async def changes(
    request: Request, deal: Annotated[list[UUID], Query(max_length=100, default_factory=list)]
) -> Response:
    """The figures of the board and the present cards of some deals, for what has changed on an open page."""

    def question(connection: Connection) -> dict[str, Any]:
        wanted = asked(request, Known(connection), request.query_params)
        figures = stage_figures(connection, wanted)
        known = {each.stage: each for each in figures}
        heads = heads_of(wanted.pipeline, known)
        return {
            **_card(wanted),
            "heads": heads,
            "by_stage": {head.stage: head for head in heads},
            "figures": known,
            **_above(connection, wanted, figures),
            "changed": some_cards(connection, wanted, list(dict.fromkeys(deal))),
        }

    return await fragment(request, "board/changes.html", question, reads=READS)


@router.get("/deals/{deal_id}/needed")
async def needed(request: Request, deal_id: UUID, to_stage: str) -> Response:
    """What a stage asks for that a deal does not have yet."""

    def question(connection: Connection) -> dict[str, Any]:
        known = Known(connection)
        wanted = asked(request, known, request.query_params)
        return {**needs(known, wanted, deal_id, to_stage), "colleagues": known.colleagues}

    return await fragment(request, "board/needed.html", question, reads=READS)


def _above(connection: Connection, wanted: Asked, figures: list[StageFigures]) -> dict[str, Any]:
    """The sums over the board, and, where there are several currencies, what they come to in one."""
    above = sums_above(figures)
    return {"above": above, "told": in_one(connection, above, wanted.today)}


def _card(wanted: Asked) -> dict[str, Any]:
    return {
        "board": wanted,
        "pipeline": wanted.pipeline,
        "today": wanted.today,
        "quiet_days": QUIET_DAYS,
    }


def _frame(request: Request, known: Known, wanted: Asked, views: Opened) -> dict[str, Any]:
    language = language_of(request)
    options = Options(known, wanted.who, "deal", language)
    said = {**wanted.said, "view": views.query["view"]}
    return {
        **_card(wanted),
        "list": catalogued(LIST),
        "views": views.views,
        "current": views.current,
        "ready": views.ready,
        "default": views.default,
        "to": Addresses(LIST, "/deals", said),
        "chips": chips(wanted.view.wish.filter, wanted.view.listing, options, language),
        "colleagues": known.colleagues,
        "products": known.products,
        "fields": known.definitions("deal"),
        "live_events": LIVE_EVENTS,
    }
