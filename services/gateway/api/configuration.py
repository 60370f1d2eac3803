"""Which saved views are there, and which fields have administrators added, asked over HTTP?"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.configuration import custom_fields
from projections.configuration.views import ViewRow, saved_views, views
from services.gateway.api import answers
from services.gateway.api.describing import items_of, problems
from services.gateway.api.parameters import Query as Parameters
from services.gateway.lists.catalogue import LISTS
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from shared.custom_fields import Definition
from shared.listing.custom import PREFIX
from shared.rights.levels import Level

router = APIRouter(prefix="/api/v1", tags=["configuration"])
ROWS = (ViewRow, Definition)


class ViewQuery(Parameters):
    """The views of which list?"""

    object: Literal["customers", "deals", "tasks", "products"]


class FieldQuery(Parameters):
    """The fields of which kind of record?"""

    object: Literal["customer", "deal"]


@router.get("/views", summary="Saved views", responses={200: items_of("ViewRow"), **problems(422, 503)})
async def saved(request: Request, query: Annotated[ViewQuery, Query()]) -> Response:
    """One's own, one's branch's, and everyone's; `query` belongs behind the address of the list."""
    who, thing = viewer(request), LISTS[query.object].listing.object

    def question(connection: Connection) -> list[ViewRow]:
        return views(connection, query.object, who) if who.level(thing, "see") > Level.NONE else []

    return await _answer(request, query, saved_views, question)


@router.get(
    "/custom-fields", summary="Custom fields", responses={200: items_of("Definition"), **problems(422, 503)}
)
async def fields(request: Request, query: Annotated[FieldQuery, Query()]) -> Response:
    """Those that are asked for and that the reader may see, in their order; retired ones are left out."""
    who, thing = viewer(request), query.object

    def question(connection: Connection) -> list[Definition]:
        if who.level(thing, "see") == Level.NONE:
            return []
        found = custom_fields.definitions(connection, thing)
        return [each for each in found if who.shows(thing, PREFIX + each.key)]

    return await _answer(request, query, custom_fields.custom_fields, question)


async def _answer(request: Request, query: Parameters, read: Any, question: Any) -> Response:
    runtime: Runtime = request.app.state.runtime
    return answers.items(await runtime.reader.ask([read], question, **query.freshness))
