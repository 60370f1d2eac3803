"""Whose phone numbers are typed without the country's code?"""

from typing import Any

import phonenumbers
from babel import Locale
from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.configuration.rates import company_settings, phone_region
from services.gateway.language import language_of
from services.gateway.pages.answers import page

router = APIRouter(prefix="/settings/phones")


@router.get("")
async def settings(request: Request) -> Response:
    """The country, and every one that could be chosen."""
    names = Locale.parse(language_of(request)).territories

    def question(connection: Connection) -> dict[str, Any]:
        regions = sorted(phonenumbers.SUPPORTED_REGIONS, key=lambda code: names.get(code, code))
        return {
            "region": phone_region(connection),
            "regions": [(code, f"{names.get(code, code)} {_dialled(code)}") for code in regions],
        }

    return await page(request, "settings/phones.html", "settings", question, reads=(company_settings,))


def _dialled(region: str) -> str:
    return f"+{phonenumbers.country_code_for_region(region)}"
