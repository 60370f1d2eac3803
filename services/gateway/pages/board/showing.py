"""What stands on the board: its columns with their figures and cards, and the sums above them?"""

from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Connection

from events.pipelines import CLOSED, LOST, WON
from projections.sales import board_cards, pipeline_board
from projections.sales.board_cards import Card
from projections.sales.pipeline_stages import StageRow
from projections.sales.pipelines import Pipeline
from services.gateway.pages.board.asked import Asked
from services.gateway.pages.figures import StageFigures
from services.gateway.pages.figures import stage_figures as figures_of
from shared.marks import N_
from shared.paging import Page
from shared.refusals import NotFound
from shared.rights.principal import Principal

THIS_MONTH = {WON: N_("Won this month"), LOST: N_("Lost this month")}
CARDS, CLOSED_CARDS = 20, 10
"""A screen shows seven cards of a column; "show more" brings the next ones."""
QUIET_DAYS = 14
_HIDDEN = {
    "title": ("title",),
    "amount": ("amount",),
    "probability": ("probability",),
    "customer_id": ("customer_id", "customer_name"),
    "product_id": ("product_name",),
    "owner_id": ("owner_id", "owner_name"),
    "expected_close_on": ("expected_close_on",),
    "closed_on": ("closed_on",),
    "committed": ("committed",),
}


class StageHead(NamedTuple):
    """A stage as its column is headed; `mark` is the number of its colour, or its outcome."""

    stage: str
    name: str
    mark: str
    rotting_days: int | None
    required: tuple[str, ...]
    retired: bool


class BoardColumn(NamedTuple):
    """A stage, its figures (None while they are being added up) and its first cards."""

    head: StageHead
    figures: StageFigures | None
    cards: Page[Card]


def columns(connection: Connection, asked: Asked) -> list[BoardColumn]:
    """Every column of the board, left to right."""
    figures = {each.stage: each for each in stage_figures(connection, asked)} if asked.at_hand else {}
    heads = heads_of(asked.pipeline, figures)
    return [
        BoardColumn(head, figures.get(head.stage), cards(connection, asked, head.stage)) for head in heads
    ]


def stage_figures(connection: Connection, asked: Asked) -> list[StageFigures]:
    """Number and sums of each stage; no sums where the reader may not see amounts."""
    joins = None if asked.at_hand else asked.joins
    totals = pipeline_board.stages(
        connection,
        see=asked.see,
        pipeline_id=asked.pipeline.pipeline_id,
        order=[each.stage for each in asked.pipeline.open_stages],
        since=asked.since,
        joins=joins,
    )
    found = figures_of(totals)
    if asked.who.shows("deal", "amount"):
        return found
    return [each._replace(sums=[]) for each in found]


def heads_of(pipeline: Pipeline, figures: dict[str, StageFigures]) -> list[StageHead]:
    """The stages that take deals, retired ones as long as deals stand in them, and both outcomes."""
    shown = [
        stage
        for stage in pipeline.stages
        if not stage.retired or (stage.stage in figures and figures[stage.stage].deals)
    ]
    return [*(_head(stage, at) for at, stage in enumerate(shown)), _outcome(WON), _outcome(LOST)]


def _head(stage: StageRow, at: int) -> StageHead:
    required = tuple(stage.required)
    return StageHead(stage.stage, stage.name, str(at % 6), stage.rotting_days, required, stage.retired)


def _outcome(stage: str) -> StageHead:
    return StageHead(stage, THIS_MONTH[stage], stage, None, (), False)


def cards(connection: Connection, asked: Asked, stage: str, cursor: str | None = None) -> Page[Card]:
    """Some cards of a column and the way to the next. Raises NotFound, Invalid (cursor)."""
    if stage not in (*CLOSED, *(each.stage for each in asked.pipeline.stages)):
        raise NotFound(what="stage", id=stage[:60])
    limit = CLOSED_CARDS if stage in CLOSED else CARDS
    found = board_cards.cards(
        connection,
        asked.column(stage),
        see=asked.see,
        tasks=asked.tasks,
        customers=asked.customers,
        joins=asked.joins,
        cursor=cursor,
        limit=limit,
    )
    return Page([masked(card, asked.who) for card in found.items], found.next_cursor)


def some_cards(connection: Connection, asked: Asked, deal_ids: list[UUID]) -> list[Card]:
    """The present cards of these deals, as far as this board shows them."""
    found = board_cards.some(
        connection,
        deal_ids,
        see=asked.see,
        tasks=asked.tasks,
        customers=asked.customers,
        joins=asked.joins,
    )
    return [
        masked(card, asked.who)
        for card in found
        if card.pipeline_id == asked.pipeline.pipeline_id
        and (card.closed_on is None or card.closed_on >= asked.since)
    ]


def masked(card: Card, who: Principal) -> Card:
    """The card without what this reader may not see."""
    hidden: dict[str, Any] = {
        name: None for field, names in _HIDDEN.items() if not who.shows("deal", field) for name in names
    }
    return replace(card, **hidden) if hidden else card
