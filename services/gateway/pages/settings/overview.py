"""What can be settled, by this reader?"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.answers import page

router = APIRouter()


@router.get("/settings")
async def settings(request: Request) -> Response:
    """The way to every page of settings."""
    return await page(request, "settings/overview.html", "settings", lambda _: {}, reads=())
