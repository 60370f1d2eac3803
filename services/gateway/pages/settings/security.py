"""Who came in, who was kept out, and whose rights changed? For those who administer users."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.history.record_index import record_index
from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all, everyone
from projections.identity.security_log import security_log
from projections.identity.security_page import security_page
from projections.identity.teams import all_teams
from services.gateway.language import language_of
from services.gateway.pages import parameters
from services.gateway.pages.answers import page
from services.gateway.pages.names import Names
from services.gateway.pages.settings.security_words import KINDS, Told, told
from services.gateway.viewer import viewer

router = APIRouter(prefix="/settings/security")


@router.get("")
async def security(request: Request) -> Response:
    """Newest first, of one person or kind."""
    who = viewer(request)
    user_id = parameters.identity(request, "person")
    kind = parameters.chosen(request, "kind", KINDS)
    cursor = parameters.text(request, "cursor")
    see = who.where("user", "administer", alias="c")

    def question(connection: Connection) -> dict[str, Any]:
        found = security_page(connection, see=see, user_id=user_id, kind=kind, cursor=cursor)
        names = Names(connection, who)
        rows: list[Told] = [told(each, names, language_of(request)) for each in found.items]
        return {
            "rows": rows,
            "next_cursor": found.next_cursor,
            "cursor": cursor,
            "kinds": KINDS,
            "kind": kind,
            "person": user_id,
            "people": everyone(connection) if who.may("user", "administer") else [],
        }

    reads = (security_log, colleagues_of_all, all_teams, all_branches, record_index)
    answer = await page(request, "settings/security.html", "settings", question, reads=reads)
    answer.headers["Cache-Control"] = "no-store"
    return answer
