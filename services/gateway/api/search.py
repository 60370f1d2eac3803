"""What can be found by any name, number or address, over HTTP?"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from projections.history.record_index import Hit, find, record_index
from services.gateway.api import answers
from services.gateway.api.describing import items_of, problems
from services.gateway.api.parameters import Query as Parameters
from services.gateway.api.parameters import Term
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer

router = APIRouter(prefix="/api/v1/search", tags=["search"])
ROWS = (Hit,)
Thing = Literal["customer", "deal", "task", "user", "product", "activity", "group"]


class SearchQuery(Parameters):
    """What is looked for, and among which kinds of records."""

    q: Term
    object: list[Thing] = Field(
        default_factory=list, max_length=10, description="All kinds, if none is named."
    )
    limit: int = Field(5, ge=1, le=50, description="So many of each kind at most.")


@router.get("", summary="Find records of every kind", responses={200: items_of("Hit"), **problems(422, 503)})
async def search(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
    """The best of each kind, of those you may see; Chinese names also by pinyin and its first letters."""
    runtime: Runtime = request.app.state.runtime
    asked = {"objects": query.object} if query.object else {}
    found = await runtime.reader.ask(
        [record_index],
        lambda connection: find(connection, query.q, viewer(request), limit=query.limit, **asked),
        **query.freshness,
    )
    return answers.items(found)
