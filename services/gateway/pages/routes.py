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
from services.gateway.pages.lists import table

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request) -> Response:
    """The work starts at the board."""
    return RedirectResponse(request.url.replace(path="/deals"))


# /deals/list and its like stand before /deals/{deal_id}.
for part in (board, table, deal_record, customers, customer_record, reports, timeline, operations, gallery):
    router.include_router(part.router)
