"""Which deals sit in which stage, what are they worth, and where can each go?"""

from datetime import date
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.sales import OPEN_STAGES, STAGES
from projections.customers import directory
from projections.identity.colleagues import colleagues, colleagues_of_all
from projections.sales import deal_list, outcomes, pipeline_board, products
from services.gateway.api.deals import Stage
from services.gateway.pages.answers import fragment, page
from services.gateway.pages.figures import StageFigures, pipeline_figures
from services.gateway.pages.live import DEAL_EVENTS
from shared.paging import Page

router = APIRouter()
CARD = (
    pipeline_board.pipeline_board,
    directory.customer_directory,
    products.product_catalogue,
    colleagues_of_all,
)
BOARD = (*CARD, outcomes.sales_outcomes)
# A screen shows seven cards of a column; "show more" brings the next ones.
CARDS = {stage: 20 if stage in OPEN_STAGES else 10 for stage in STAGES}


class Column(NamedTuple):
    """One stage on the board: its figures and its first cards."""

    figures: StageFigures
    cards: Page[Any]


@router.get("/deals")
async def board(request: Request) -> Response:
    """The pipeline board."""
    return await page(request, "board.html", "deals", _board, reads=BOARD)


@router.get("/deals/column/{stage}")
async def more_cards(request: Request, stage: Stage, cursor: str) -> Response:
    """The next cards of one column."""

    def question(connection: Connection) -> dict[str, Any]:
        found = pipeline_board.cards(connection, stage, cursor=cursor, limit=CARDS[stage])
        return {"stage": stage, "cards": found, "today": date.today()}

    return await fragment(request, "board_cards.html", question, reads=CARD)


@router.get("/deals/changes")
async def changes(request: Request, deal: Annotated[list[UUID], Query(max_length=100)]) -> Response:
    """The figures of the board and the present cards of some deals, for what has changed on an open page."""

    def question(connection: Connection) -> dict[str, Any]:
        found = [deal_list.deal(connection, deal_id) for deal_id in dict.fromkeys(deal)]
        return _figures(connection) | {"changed": [line for line in found if line and not line.discarded]}

    return await fragment(request, "board_changes.html", question, reads=(*BOARD, deal_list.deal_list))


def _board(connection: Connection) -> dict[str, Any]:
    found = _figures(connection)
    columns = [
        Column(stage, pipeline_board.cards(connection, stage.stage, limit=CARDS[stage.stage]))
        for stage in found["figures"].stages
    ]
    choices = {"colleagues": colleagues(connection), "products": products.products(connection)}
    return found | choices | {"columns": columns, "live_events": DEAL_EVENTS}


def _figures(connection: Connection) -> dict[str, Any]:
    today = date.today()
    this_month = outcomes.by_month(connection, start=today.replace(day=1), end=today)
    figures = pipeline_figures(pipeline_board.stages(connection))
    return {
        "figures": figures,
        "won_this_month": this_month,
        "today": today,
        "month_start": today.replace(day=1),
    }
