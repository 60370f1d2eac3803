"""Which activities does a figure of the dashboard count?"""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.activities import KINDS
from projections.activities.activities import activities
from projections.activities.counts import behind
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from services.gateway.pages import parameters
from services.gateway.pages.answers import page
from services.gateway.pages.dashboards.slice import slice_of

router = APIRouter()
READS = (activities, colleagues_of_all, all_teams)


@router.get("/reports/activities")
async def listed(request: Request) -> Response:
    """Calls, mails, meetings, visits and notes of a person, kind and period."""
    kind, cursor = parameters.chosen(request, "kind", KINDS), parameters.text(request, "cursor")

    def question(connection: Connection) -> dict[str, Any]:
        part = slice_of(request, connection)
        first, end = part.span
        which = part.rows("activity")
        found = behind(connection, which=which, kind=kind, first=first, end=end, cursor=cursor)
        return {"found": found, "kind": kind, "cursor": cursor}

    return await page(request, "dashboards/activities.html", "reports", question, reads=READS)
