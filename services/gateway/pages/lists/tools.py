"""With what is a list filtered, are its columns chosen, and its cells edited? Fetched when first needed."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.known import Known
from services.gateway.language import language_of
from services.gateway.lists.catalogue import catalogued
from services.gateway.lists.catalogued import Catalogued
from services.gateway.lists.viewing import shown
from services.gateway.pages.answers import fragment
from services.gateway.pages.lists.addresses import Addresses
from services.gateway.pages.lists.chips import OPERATOR_WORDS
from services.gateway.pages.lists.options import Options
from services.gateway.pages.lists.parts import asked, titles
from services.gateway.viewer import viewer
from shared.listing.expression import EVERYTHING, parsed
from shared.listing.kinds import OPERATORS
from shared.listing.listing import Listing
from shared.refusals import Invalid

router = APIRouter(prefix="/lists/{name}")


@router.get("/filters")
async def filters(request: Request, name: str) -> Response:
    """The conditions in force, and what is needed to add others."""
    list_ = catalogued(name)

    def question(connection: Connection) -> dict[str, Any]:
        known = Known(connection)
        listing = shown(request, known, list_)
        try:
            found = parsed(request.query_params.get("filter", ""))
        except Invalid:
            found = EVERYTHING
        words = {"operators": OPERATORS, "operator_words": OPERATOR_WORDS}
        return {**_shared(request, known, list_, listing), "filter": found, **words}

    return await fragment(request, "lists/filters.html", question, reads=list_.reads)


@router.get("/columns")
async def columns(request: Request, name: str) -> Response:
    """Every column, those shown first and in their order."""
    list_ = catalogued(name)

    def question(connection: Connection) -> dict[str, Any]:
        known = Known(connection)
        listing = shown(request, known, list_)
        fields = listing.by_name()
        asked_for = request.query_params.get("columns", "").split(",")
        chosen = [name for name in asked_for if name in fields] or list(listing.columns)
        others = [name for name in fields if name not in chosen]
        return {**_shared(request, known, list_, listing), "chosen": chosen, "others": others}

    return await fragment(request, "lists/columns.html", question, reads=list_.reads)


@router.get("/editors")
async def editors(request: Request, name: str) -> Response:
    """An input for each field this reader may change."""
    list_ = catalogued(name)

    def question(connection: Connection) -> dict[str, Any]:
        known = Known(connection)
        listing = shown(request, known, list_)
        who, thing = viewer(request), listing.object
        fields = [
            field
            for field in listing.fields
            if (list_.changes.know(field.name) or field.custom) and who.writes(thing, field.name)
        ]
        grouped = listing.by_name().get("groups") if who.writes(thing, "groups") else None
        return {**_shared(request, known, list_, listing), "fields": fields, "grouped": grouped}

    return await fragment(request, "lists/editors.html", question, reads=list_.reads)


def _shared(request: Request, known: Known, list_: Catalogued, listing: Listing) -> dict[str, Any]:
    language = language_of(request)
    return {
        "list": list_,
        "fields": listing.fields,
        "titles": titles(listing.fields, language),
        "options": Options(known, viewer(request), listing.object, language),
        "to": Addresses(list_.name, list_.address, asked(request.query_params)),
    }
