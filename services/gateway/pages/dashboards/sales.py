"""How does the pipeline stand, what will be won, and who does and wins how much?"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.pipelines import DEFAULT_PIPELINE
from projections.activities.activities import activities
from projections.activities.counts import per_person
from projections.configuration.rates import company_settings, exchange_rates
from projections.identity.branches import all_branches, branches
from projections.identity.colleagues import colleagues, colleagues_of_all
from projections.identity.teams import all_teams, teams
from projections.sales.deal_list import deal_list
from projections.sales.forecast import forecast
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list, pipelines
from projections.sales.products import product_catalogue
from projections.sales.results import by_month, ranking
from projections.sales.time_in_stage import time_in_stage
from services.gateway.language import language_of, translated
from services.gateway.pages import parameters
from services.gateway.pages.answers import fragment, page
from services.gateway.pages.dashboards.currencies import TOGETHER, Found, offered, told
from services.gateway.pages.dashboards.figures import (
    activity_lines,
    by_weight,
    forecast_charts,
    funnel,
    headline,
    won_charts,
)
from services.gateway.pages.dashboards.slice import PERIODS, Slice, chosen, last_year, slice_of
from services.gateway.pages.stage_times import stage_times
from services.gateway.rights.worth import by_number, sees_worth
from shared.listing.expression import Term
from shared.marks import N_

router = APIRouter()
READS = (
    deal_list,
    pipeline_list,
    pipeline_stages,
    product_catalogue,
    activities,
    colleagues_of_all,
    all_teams,
    all_branches,
    exchange_rates,
    company_settings,
)
RANKED_BY = {"person": N_("Person"), "team": N_("Team"), "branch": N_("Branch"), "product": N_("Product")}
PERIOD_WORDS = {
    "this-month": N_("This month"),
    "last-month": N_("Last month"),
    "this-quarter": N_("This quarter"),
    "last-quarter": N_("Last quarter"),
    "this-year": N_("This year"),
    "last-year": N_("Last year"),
}
assert set(PERIOD_WORDS) == set(PERIODS)


@router.get("/reports")
async def dashboard(request: Request) -> Response:
    """The figures of sales, by branch, team, person and period."""

    def question(connection: Connection) -> dict[str, Any]:
        part = slice_of(request, connection)
        return _choices(request, connection) | _figures(request, connection, part)

    return await page(request, "dashboards/sales.html", "reports", question, reads=READS)


@router.get("/reports/time-in-stage")
async def times(request: Request) -> Response:
    """How long deals stay in each stage: the panel that comes after the others."""

    def question(connection: Connection) -> dict[str, Any]:
        which = slice_of(request, connection).rows("deal")
        return {"times": stage_times(connection, which, parameters.identity(request, "pipeline"))}

    reads = (time_in_stage, colleagues_of_all, all_teams, all_branches, pipeline_list, pipeline_stages)
    return await fragment(request, "dashboards/time_in_stage.html", question, reads=reads)


def _choices(request: Request, connection: Connection) -> dict[str, Any]:
    language = language_of(request)
    return {
        "chosen": chosen(request),
        "branches": [(each.code, "\u2003" * each.depth + each.name) for each in branches(connection)],
        "teams": [(each.name, each.name) for each in teams(connection)],
        "people": [(each.user_id, each.name) for each in colleagues(connection)],
        "pipelines": [each for each in pipelines(connection) if not each.retired],
        "periods": [(code, translated(language, text)) for code, text in PERIOD_WORDS.items()],
        "ranked_by": RANKED_BY,
        "test": test,
    }


def test(field: str, operator: str, *values: str) -> Term:
    """One condition of a list's filter."""
    return Term(field, operator, values)


def _figures(request: Request, connection: Connection, part: Slice) -> dict[str, Any]:
    by = parameters.chosen(request, "by", RANKED_BY) or "person"
    which, span = part.rows("deal"), last_year(part.span, part.asking.today)
    found = Found(
        forecast(connection, which=which),
        by_month(connection, which=which, span=part.span),
        by_month(connection, which=which, span=span),
    )
    together = offered(connection, found)
    currency = parameters.text(request, "currency") or (TOGETHER if together else _first(found))
    in_one = (
        told(connection, found, together, part.asking.today) if currency == TOGETHER and together else None
    )
    shown = in_one.found if in_one else found
    factors = in_one.factors if in_one else None
    ranks = ranking(connection, by, which=which, span=part.span, factors=factors)
    done = per_person(connection, which=part.rows("activity"), first=part.span.first, end=part.span.end)
    worth = sees_worth(part.asking.who)
    return {
        "worth": worth,
        "part": part,
        "together": together,
        "currency": together if in_one else currency,
        "in_one": in_one.rates if in_one else None,
        "currencies_ahead": by_weight(found.ahead),
        "currencies_won": sorted({each.currency for each in found.drawn}),
        "by": by,
        "headline": headline(shown.ahead, shown.results),
        "funnel": funnel(connection, part, which, _pipeline(request)),
        "forecasts": forecast_charts(shown.ahead, part),
        "won": won_charts(shown.drawn, part),
        "ranks": ranks if worth else by_number(ranks),
        "best": max((rank.amount for rank in ranks), default=0),
        "activity": activity_lines(done),
    }


def _first(found: Found) -> str:
    """The currency of the largest forecast."""
    return next(iter([*by_weight(found.ahead), *sorted(found.currencies)]), "")


def _pipeline(request: Request) -> UUID:
    return parameters.identity(request, "pipeline") or DEFAULT_PIPELINE
