"""Which pages are there?"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.gateway.pages import (
    board,
    customer_record,
    customers,
    deal_record,
    gallery,
    operations,
    reports,
    timeline,
)
from services.gateway.pages.account import account, preferences
from services.gateway.pages.account import second_factor as own_second_factor
from services.gateway.pages.lists import table, tools
from services.gateway.pages.sign_in import first_start, oidc, password, second_factor

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request) -> Response:
    """The work starts at the board."""
    return RedirectResponse(request.url.replace(path="/deals"))


# /deals/list and its like stand before /deals/{deal_id}.
lists = (table, tools, customers)
for part in (board, *lists, deal_record, customer_record, reports, timeline, operations, gallery):
    router.include_router(part.router)
for part in (password, second_factor, oidc, first_start, account, own_second_factor, preferences):
    router.include_router(part.router)
