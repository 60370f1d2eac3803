"""How is a list asked for over HTTP: filter, order, columns, page by page?"""

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.api import answers
from services.gateway.api.describing import answer_with
from services.gateway.api.parameters import PagedQuery
from services.gateway.known import Known
from services.gateway.lists.catalogued import Catalogued
from services.gateway.lists.viewing import viewed
from services.gateway.runtime import Runtime
from shared.listing import reading
from shared.listing.expression import LONGEST
from shared.listing.field import Field as ListField
from shared.listing.kinds import OPERATORS, Kind
from shared.listing.listing import Listing
from shared.listing.wish import LONGEST_SEARCH, wish

_JSON_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.NUMBER: {"type": ["number", "string", "null"]},
    Kind.MONEY: {"type": ["string", "null"], "description": "A decimal number."},
    Kind.DATE: {"type": ["string", "null"], "format": "date"},
    Kind.INSTANT: {"type": ["string", "null"], "format": "date-time"},
    Kind.BOOL: {"type": ["boolean", "null"]},
    Kind.USER: {"type": ["string", "null"], "format": "uuid"},
    Kind.RECORD: {"type": ["string", "null"], "format": "uuid"},
    Kind.TAGS: {"type": ["array", "null"], "items": {"type": "string"}},
    Kind.LIST: {"type": ["array", "null"], "items": {"type": "string"}},
    Kind.RECORDS: {"type": ["array", "null"], "items": {"type": "string", "format": "uuid"}},
}
_TEXT = {"type": ["string", "null"]}


class ListFilter(BaseModel):
    """Which rows, in which order, with which fields?"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: str = Field("", max_length=LONGEST_SEARCH, description="Words, the parts of a name or number.")
    filter: str = Field(
        "",
        max_length=LONGEST,
        description="Conditions beside each other must all hold, those in `or(…)` one of them: "
        '`lifecycle.is(customer),or(sector.is(software,medical),name.has("Li, Wang"))`.',
    )
    sort: str = Field("", max_length=LONGEST_SEARCH, description="A field; with a minus the other way round.")
    columns: str = Field("", max_length=LONGEST, description="The fields of the answer, separated by commas.")


class ListQuery(ListFilter, PagedQuery):
    """The same, page by page."""


Asked = Annotated[ListQuery, Query()]


async def listed(request: Request, list_: Catalogued, query: ListQuery) -> Response:
    """One page of a list. All fields the reader may see, unless columns are named."""
    runtime: Runtime = request.app.state.runtime
    wanted = wish(query.model_dump(include={"search", "filter", "sort", "columns"}))

    def question(connection: Any) -> Any:
        view = viewed(request, Known(connection), list_, wanted, everything=True)
        return reading.page(connection, view, cursor=query.cursor, limit=query.limit)

    return answers.page(request, await runtime.reader.ask(list_.reads, question, **query.freshness))


def described(listing: Listing) -> dict[str, Any]:
    """The answer in the OpenAPI description, with what each field can be asked."""
    properties: dict[str, Any] = {
        listing.key: {"type": "string", "format": "uuid"},
        "version": {"type": "integer", "description": "For If-Match."},
    }
    for field in listing.fields:
        properties[field.name] = _property(field)
        properties |= dict.fromkeys(field.with_, _TEXT)
    row = {"type": "object", "required": [listing.key, "version"], "properties": properties}
    cursor = {"type": ["string", "null"], "description": "To ask for the next page; null on the last."}
    items = {"type": "array", "items": row}
    return answer_with({"type": "object", "properties": {"items": items, "next_cursor": cursor}})


def _property(field: ListField) -> dict[str, Any]:
    known = _JSON_TYPES.get(field.kind, _TEXT)
    sorting = "Can be sorted by. " if field.ordered else ""
    choices = f"One of {', '.join(field.choices)}. " if field.choices else ""
    said = f"{known.get('description', '')} {choices}{sorting}Filter: {', '.join(OPERATORS[field.kind])}."
    return {**known, "description": said.strip()}
