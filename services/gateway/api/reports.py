"""What can be asked about results and products over HTTP?"""

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field, ValidationInfo, field_validator
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales import products, results, time_in_stage
from projections.sales.deal_list import deal_list
from services.gateway.api import answers
from services.gateway.api.describing import items_of, problems
from services.gateway.api.parameters import Query as Parameters
from services.gateway.api.parameters import in_order
from services.gateway.reading import Answer
from services.gateway.rights.worth import by_number, counted, sees_worth
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from shared.projector.filling import must_be_filled

router = APIRouter(prefix="/api/v1/sales", tags=["sales"])
ROWS = (results.Rank, results.MonthResult, products.Product, time_in_stage.Stay)
PEOPLE = (colleagues_of_all, all_teams, all_branches)


class Period(Parameters):
    """From one day to another, both included."""

    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")

    @field_validator("end")
    @classmethod
    def _in_order(cls, last: date | None, others: ValidationInfo) -> date | None:
        return in_order(others.data.get("start"), last)

    @property
    def span(self) -> results.Span:
        """The same days, without the one after the last."""
        return results.Span(self.start, None if self.end is None else self.end + timedelta(days=1))


class RankingQuery(Period):
    """Who is ranked, over which period?"""

    by: Literal["person", "team", "branch", "product"] = "person"


class OutcomesQuery(Period):
    """Outcomes are counted by month."""

    by: Literal["month"] = "month"


@router.get(
    "/leaderboard", summary="Who won how much?", responses={200: items_of("Rank"), **problems(422, 503)}
)
async def ranking(request: Request, query: Annotated[RankingQuery, Query()]) -> Response:
    """Won and lost deals by person, team, branch or product, the largest amount first."""
    runtime: Runtime = request.app.state.runtime
    see = viewer(request).where("deal", alias="d")
    found = await runtime.reader.ask(
        [deal_list, *PEOPLE, products.product_catalogue],
        lambda connection: results.ranking(connection, query.by, which=see, span=query.span),
        **query.freshness,
    )
    if not sees_worth(viewer(request)):
        return answers.items(Answer(counted(by_number(found.value)), found.position))
    return answers.items(found)


@router.get(
    "/outcomes",
    summary="Deals won and lost by month",
    responses={200: items_of("MonthResult"), **problems(422, 503)},
)
async def by_month(request: Request, query: Annotated[OutcomesQuery, Query()]) -> Response:
    """By the business date of closing."""
    runtime: Runtime = request.app.state.runtime
    see = viewer(request).where("deal", alias="d")
    found = await runtime.reader.ask(
        [deal_list, *PEOPLE],
        lambda connection: results.by_month(connection, which=see, span=query.span),
        **query.freshness,
    )
    if not sees_worth(viewer(request)):
        return answers.items(Answer(counted(found.value), found.position))
    return answers.items(found)


@router.get(
    "/time-in-stage",
    summary="How long deals stay in each stage",
    responses={200: items_of("Stay"), **problems(422, 503)},
)
async def stays(request: Request, query: Annotated[Parameters, Query()]) -> Response:
    """By stage and owner, up to now. 503 while this is still being filled from past events."""
    runtime: Runtime = request.app.state.runtime

    see = viewer(request).where("deal", alias="d")

    def question(connection: Connection) -> list[time_in_stage.Stay]:
        must_be_filled(connection, [time_in_stage.time_in_stage])
        return time_in_stage.by_stage_and_owner(connection, which=see)

    asked = [time_in_stage.time_in_stage, colleagues_of_all, all_teams]
    return answers.items(await runtime.reader.ask(asked, question, **query.freshness))


@router.get("/products", summary="Products", responses={200: items_of("Product"), **problems(422, 503)})
async def catalogue(request: Request, query: Annotated[Parameters, Query()]) -> Response:
    """What is sold, at which list price."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask([products.product_catalogue], products.products, **query.freshness)
    return answers.items(found)
