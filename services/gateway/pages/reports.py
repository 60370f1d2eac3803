"""What was won and lost, month by month, and by whom?"""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales import leaderboard, outcomes
from projections.sales.leaderboard import Rank
from projections.sales.outcomes import MonthOutcome
from projections.sales.products import product_catalogue
from projections.sales.time_in_stage import time_in_stage
from services.gateway.pages import parameters
from services.gateway.pages.answers import page
from services.gateway.pages.charts import Bars, bars
from services.gateway.pages.stage_times import stage_times
from services.gateway.viewer import viewer
from shared.listing.expression import Group, Test, written
from shared.marks import N_

router = APIRouter()
READS = (
    outcomes.sales_outcomes,
    leaderboard.sales_leaderboard,
    time_in_stage,
    product_catalogue,
    colleagues_of_all,
    all_teams,
    all_branches,
)
RANKED_BY = {"person": N_("Person"), "team": N_("Team"), "branch": N_("Branch"), "product": N_("Product")}
_FILTERED_BY = {"person": "owner_id", "product": "product_id"}


class CurrencyChart(NamedTuple):
    """The months of one currency; sums of different currencies are never drawn on one scale."""

    currency: str
    months: list[MonthOutcome]
    bars: Bars


@router.get("/reports")
async def reports(request: Request) -> Response:
    """Outcomes by month, the leaderboard, and how long deals stay in each stage."""
    by = parameters.chosen(request, "by", RANKED_BY) or "person"
    start, end = parameters.day(request, "from"), parameters.day(request, "to")

    see = viewer(request).where("deal")

    def question(connection: Connection) -> dict[str, Any]:
        months = outcomes.by_month(connection, start=start, end=end)
        ranks = leaderboard.ranking(connection, by, see=see, start=start, end=end)
        best = max((rank.amount for rank in ranks), default=0)
        shown = {"charts": _charts(months), "ranks": ranks, "best": best, "by": by, "ranked_by": RANKED_BY}
        shown["times"] = stage_times(connection)
        return shown | {"start": start, "end": end, "link": deals_of}

    return await page(request, "reports.html", "reports", question, reads=READS)


def deals_of(by: str, rank: Rank, start: date | None, end: date | None) -> str:
    """The address of the deals a line of the ranking is made of; which stage is added to it."""
    found = [Test(_FILTERED_BY.get(by, by), "is", (rank.key,))]
    limits = {"from": start, "to": end}
    found += [Test("closed_on", operator, (day.isoformat(),)) for operator, day in limits.items() if day]
    return "/deals/list?" + urlencode({"filter": written(Group("and", tuple(found)))}, safe="(),.")


def _charts(months: list[MonthOutcome]) -> list[CurrencyChart]:
    currencies = sorted({month.currency for month in months})
    chosen = {currency: [month for month in months if month.currency == currency] for currency in currencies}
    return [CurrencyChart(currency, found, bars(found)) for currency, found in chosen.items()]
