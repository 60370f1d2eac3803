"""What can be asked about people, teams, branches and roles over HTTP?"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity import colleagues
from projections.identity.branches import Branch, all_branches, branches
from projections.identity.people import Search, people
from projections.identity.roles import Role, all_roles, roles
from projections.identity.teams import Team, all_teams, teams
from services.gateway.api import answers
from services.gateway.api.describing import items_of, problems
from services.gateway.api.parameters import Query as Parameters
from services.gateway.api.parameters import Term
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from shared.projection import Projection
from shared.refusals import Forbidden
from shared.rights.levels import Level

router = APIRouter(prefix="/api/v1/identity", tags=["identity"])
ROWS = (colleagues.Person, Team, Branch, Role)
_EVERYBODY = (colleagues.colleagues_of_all, all_teams, all_branches)


class UserQuery(Parameters):
    """Whose name or address holds `search`, in one branch, those who left or those who did not."""

    search: Term = ""
    branch: Term = ""
    active: bool = True


@router.get("/users", summary="Users", responses={200: items_of("Person"), **problems(422, 503)})
async def users(request: Request, query: Annotated[UserQuery, Query()]) -> Response:
    """The first 200 by name that the reader may see."""
    see = viewer(request).where("user", alias="c")
    search = Search(query.search, query.branch, query.active)
    return await _answer(request, query, _EVERYBODY, lambda c: people(c, search, see=see))


@router.get("/teams", summary="Teams", responses={200: items_of("Team"), **problems(422, 503)})
async def all_of_teams(request: Request, query: Annotated[Parameters, Query()]) -> Response:
    """Those that were not dissolved, by name."""
    who = viewer(request)

    def question(connection: Connection) -> list[Team]:
        return [
            team
            for team in teams(connection)
            if who.may("team", "see", owner_id=team.lead_id, branch=team.branch)
        ]

    return await _answer(request, query, _EVERYBODY, question)


@router.get("/branches", summary="Branches", responses={200: items_of("Branch"), **problems(422, 503)})
async def tree(request: Request, query: Annotated[Parameters, Query()]) -> Response:
    """Each followed by those below it."""
    who = viewer(request)

    def question(connection: Connection) -> list[Branch]:
        return [branch for branch in branches(connection) if who.may("branch", "see", branch=branch.code)]

    return await _answer(request, query, _EVERYBODY, question)


@router.get("/roles", summary="Roles", responses={200: items_of("Role"), **problems(403, 422, 503)})
async def all_of_roles(request: Request, query: Annotated[Parameters, Query()]) -> Response:
    """What each of them gives, the administrators' first."""
    if viewer(request).level("role", "see") < Level.ALL:
        raise Forbidden
    return await _answer(request, query, (all_roles, *_EVERYBODY), roles)


async def _answer(
    request: Request,
    query: Parameters,
    reads: Sequence[Projection],
    question: Callable[[Connection], list[Any]],
) -> Response:
    runtime: Runtime = request.app.state.runtime
    return answers.items(await runtime.reader.ask(list(reads), question, **query.freshness))
