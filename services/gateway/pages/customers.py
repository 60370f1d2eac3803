"""Which customers are there? The list, its filters, and the look-up by name."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.customers import directory, facets
from projections.sales.agents import agents, sales_agents
from services.gateway.pages import parameters, words
from services.gateway.pages.answers import fragment, page

router = APIRouter()
READS = (directory.customer_directory, colleagues_of_all)
ROWS = 50
LOOKED_UP = 8


@router.get("/customers")
async def customers(request: Request) -> Response:
    """The list of customers."""
    filters: dict[str, Any] = {
        "search": parameters.text(request, "search"),
        "kind": parameters.chosen(request, "kind", words.KINDS),
        "lifecycle": parameters.chosen(request, "lifecycle", words.LIFECYCLE),
        "branch": parameters.text(request, "branch"),
        "sector": parameters.text(request, "sector"),
        "owner_id": parameters.identity(request, "owner_id"),
    }
    sort = parameters.chosen(request, "sort", directory.SORTS) or "name"
    cursor = parameters.text(request, "cursor")

    def question(connection: Connection) -> dict[str, Any]:
        return {
            "found": directory.find(connection, **filters, sort=sort, cursor=cursor, limit=ROWS),
            "count": directory.count(connection, **filters),
            "branches": facets.branches(connection),
            "sectors": facets.sectors(connection),
            "agents": agents(connection),
            "filters": filters,
            "filtered": any(filters.values()),
            "sort": sort,
            "cursor": cursor,
        }

    return await page(request, "customers.html", "customers", question, reads=READS)


@router.get("/customers/lookup")
async def lookup(request: Request) -> Response:
    """The first customers that match what is being typed."""
    search = parameters.text(request, "search")

    def question(connection: Connection) -> dict[str, Any]:
        found = directory.find(connection, search=search, limit=LOOKED_UP)
        return {"found": found.items}

    return await fragment(request, "customer_options.html", question, reads=READS)
