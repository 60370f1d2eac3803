"""How somebody likes to read: language, time zone, theme, rows on a page, where the day begins."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.account.shown import done, oneself, settings_page
from services.gateway.pages.environment import LANGUAGE_NAMES
from services.gateway.pages.sign_in.forms import door, typed, wrong_fields
from services.gateway.signing_in.sending import record
from services.identity.sign_in_commands import ChangePreferences
from shared.commands import parse
from shared.marks import N_
from shared.refusals import Invalid

router = APIRouter()
ADDRESS = "/settings/preferences"
THEMES = (("system", N_("As the system says")), ("light", N_("Light")), ("dark", N_("Dark")))
HOMES = (
    ("/customers", N_("Customers")),
    ("/deals", N_("Deals")),
    ("/tasks", N_("Tasks")),
    ("/reports", N_("Reports")),
)
_FIELDS = ("language", "time_zone", "theme", "page_size", "home")
PAGE_SIZES = (25, 50, 100, 200)


@router.get(ADDRESS)
async def preferences(request: Request) -> Response:
    """The form."""
    oneself(request)
    return await _page(request, request.scope["preferences"])


@router.post(ADDRESS)
async def change(request: Request) -> Response:
    """Take what was chosen; the next page shows it."""
    user_id = oneself(request)
    try:
        fields = await typed(request, *_FIELDS)
        size = fields.get("page_size", "")
        wanted = {
            "user_id": str(user_id),
            **{name: fields.get(name, "") for name in _FIELDS},
            "page_size": int(size) if size.isdecimal() else 0,
        }
        await record(door(request).bus, parse(ChangePreferences, wanted))
    except Invalid as invalid:
        return await _page(request, request.scope["preferences"], refused=wrong_fields(request, invalid))
    return done("saved", address=ADDRESS)


async def _page(request: Request, known: Any, **more: Any) -> Response:
    found = {
        "known": known,
        "zones": time_zones(),
        "themes": THEMES,
        "page_sizes": PAGE_SIZES,
        "language_names": LANGUAGE_NAMES,
        "homes": HOMES,
        "done": request.query_params.get("done", ""),
        **more,
    }
    return await settings_page(request, "account/preferences.html", found)


@cache
def time_zones() -> list[str]:
    """The zones people live in: continents and cities, and UTC."""
    cities = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [*sorted(cities), "UTC"]
