"""Which customers fit what is being typed?"""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.activities.last_contacts import last_contacts
from projections.activities.next_steps import next_steps
from projections.customers import directory
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from services.gateway.lists.viewing import asker
from services.gateway.pages import parameters
from services.gateway.pages.answers import fragment

router = APIRouter()
READS = (directory.customer_directory, colleagues_of_all, all_teams, last_contacts, next_steps)


@router.get("/customers/lookup")
async def lookup(request: Request) -> Response:
    """The first customers that match."""
    search = parameters.text(request, "search") or ""

    def question(connection: Connection) -> dict[str, Any]:
        found = directory.lookup(connection, search, asker(request))
        return {"found": [(each.customer_id, each.name, each.branch) for each in found]}

    return await fragment(request, "lookup_options.html", question, reads=READS)
