"""How does an administrator settle which fields customers and deals have besides the usual ones?"""

from typing import Any, get_args

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.configuration import OBJECTS
from projections.configuration.custom_fields import all_definitions, custom_fields
from projections.identity.colleagues import colleagues, colleagues_of_all
from services.gateway.pages import parameters
from services.gateway.pages.answers import page
from shared.custom_fields import Kind
from shared.marks import N_

router = APIRouter(prefix="/settings/fields")
THINGS = {"customer": N_("Customers"), "deal": N_("Deals")}
KINDS = {
    "text": N_("Text"),
    "long_text": N_("Long text"),
    "number": N_("Number"),
    "money": N_("Money"),
    "date": N_("Date"),
    "yes_no": N_("Yes or no"),
    "choice": N_("Choice"),
    "choices": N_("Several choices"),
    "user": N_("User"),
    "url": N_("Web address"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
}
ICONS = {
    "text": "type",
    "long_text": "text",
    "number": "hash",
    "money": "banknote",
    "date": "calendar-days",
    "yes_no": "square-check",
    "choice": "circle-dot",
    "choices": "list-checks",
    "user": "user",
    "url": "link",
    "phone": "phone",
    "email": "mail",
}
assert tuple(KINDS) == get_args(Kind)


@router.get("")
async def settings(request: Request) -> Response:
    """The fields of one kind of record."""
    thing = parameters.chosen(request, "object", OBJECTS) or OBJECTS[0]

    def question(connection: Connection) -> dict[str, Any]:
        found = all_definitions(connection, thing)
        return {
            "thing": thing,
            "things": THINGS,
            "kinds": KINDS,
            "icons": ICONS,
            "definitions": [each for each in found if not each.retired],
            "retired": [each for each in found if each.retired],
            "colleagues": colleagues(connection),
        }

    reads = (custom_fields, colleagues_of_all)
    return await page(request, "settings/fields.html", "settings", question, reads=reads)
