"""Which teams are there, and what can be settled about each?"""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity.branches import all_branches, open_branches
from projections.identity.colleagues import colleagues, colleagues_of_all
from projections.identity.teams import all_teams, teams
from services.gateway.pages.answers import page

router = APIRouter(prefix="/settings/teams")
READS = (all_teams, all_branches, colleagues_of_all)


@router.get("")
async def overview(request: Request) -> Response:
    """Every team with its branch, its leader and how many are in it."""

    def question(connection: Connection) -> dict[str, Any]:
        return {
            "teams": teams(connection),
            "branches": open_branches(connection),
            "colleagues": colleagues(connection),
            "new_id": uuid4(),
        }

    return await page(request, "people/teams.html", "settings", question, reads=READS)
