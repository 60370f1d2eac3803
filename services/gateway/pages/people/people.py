"""Who works here, and what can be settled about each of them?"""

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity.branches import all_branches, branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.people import MOST, Search, people, person
from projections.identity.roles import all_roles, roles
from projections.identity.teams import all_teams, teams
from services.gateway.language import language_of, translated
from services.gateway.pages import parameters
from services.gateway.pages.answers import page
from services.gateway.viewer import viewer
from shared.refusals import NotFound

router = APIRouter(prefix="/settings/people")
READS = (colleagues_of_all, all_teams, all_branches, all_roles)


@router.get("")
async def overview(request: Request) -> Response:
    """Everybody the reader may see, found by name, address or branch."""
    left = request.query_params.get("left") == "1"
    wanted = Search(
        text=parameters.text(request, "search") or "",
        branch=parameters.text(request, "branch") or "",
        active=not left,
    )
    see = viewer(request).where("user", alias="c")

    def question(connection: Connection) -> dict[str, Any]:
        found = people(connection, wanted, see=see)
        shown = {"people": found, "wanted": wanted, "left": left, "most": MOST, "new_id": uuid4()}
        return {**shown, **_choices(request, connection)}

    return await page(request, "people/people.html", "settings", question, reads=READS)


@router.get("/{user_id}")
async def one(request: Request, user_id: UUID) -> Response:
    """One colleague: name, address, branch, team, roles."""
    see = viewer(request).where("user", alias="c")

    def question(connection: Connection) -> dict[str, Any]:
        found = person(connection, user_id, see=see)
        if found is None:
            raise NotFound(what="user", id=str(user_id))
        return {"person": found, **_choices(request, connection)}

    return await page(request, "people/person.html", "settings", question, reads=READS)


def _choices(request: Request, connection: Connection) -> dict[str, Any]:
    known, language = roles(connection), language_of(request)
    given = [(role.key, translated(language, role.name)) for role in known if not role.retired]
    return {
        "branches": branches(connection),
        "teams": teams(connection),
        "role_options": given,
        "role_names": {role.key: role.name for role in known},
    }
