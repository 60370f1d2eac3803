"""Which pages show lists, and from which addresses come their parts?"""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.known import Known
from services.gateway.lists.catalogue import LISTS, catalogued
from services.gateway.lists.catalogued import Catalogued
from services.gateway.pages.answers import fragment, page
from services.gateway.pages.lists.parts import list_of, rows_of, totals_of

router = APIRouter()


@router.get("/customers")
async def customers(request: Request) -> Response:
    """The list of customers."""
    return await _page(request, LISTS["customers"])


@router.get("/deals/list")
async def deals(request: Request) -> Response:
    """The table of deals."""
    return await _page(request, LISTS["deals"])


@router.get("/tasks/list")
async def tasks(request: Request) -> Response:
    """The table of tasks."""
    return await _page(request, LISTS["tasks"])


@router.get("/settings/products")
async def products(request: Request) -> Response:
    """The catalogue."""
    return await _page(request, LISTS["products"])


async def _page(request: Request, list_: Catalogued) -> Response:
    def question(connection: Connection) -> dict[str, Any]:
        return list_of(request, Known(connection), list_, request.query_params)

    return await page(request, f"lists/{list_.name}.html", list_.section, question, reads=list_.reads)


@router.get("/lists/{name}/rows")
async def rows(request: Request, name: str) -> Response:
    """The next rows of a list."""
    list_ = catalogued(name)

    def question(connection: Connection) -> dict[str, Any]:
        return rows_of(request, Known(connection), list_, request.query_params)

    return await fragment(request, "lists/rows.html", question, reads=list_.reads)


@router.get("/lists/{name}/totals")
async def totals(request: Request, name: str) -> Response:
    """The foot of a list."""
    list_ = catalogued(name)

    def question(connection: Connection) -> dict[str, Any]:
        return totals_of(request, Known(connection), list_, request.query_params)

    return await fragment(request, "lists/totals.html", question, reads=list_.reads)
