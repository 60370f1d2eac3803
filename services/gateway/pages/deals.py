"""Which deals are there? The table behind the board and behind every figure."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.customers import directory, record
from projections.sales import deal_list
from projections.sales.agents import agents, sales_agents
from projections.sales.products import product_catalogue, products
from services.gateway.pages import parameters, words
from services.gateway.pages.answers import page

router = APIRouter()
READS = (
    deal_list.deal_list,
    directory.customer_directory,
    record.customer_record,
    product_catalogue,
    sales_agents,
)
ROWS = 50


@router.get("/deals/list")
async def deals(request: Request) -> Response:
    """The table of deals."""
    filters: dict[str, Any] = {
        "stage": parameters.chosen(request, "stage", ("open", *words.STAGES)),
        "owner_id": parameters.identity(request, "owner_id"),
        "customer_id": parameters.identity(request, "customer_id"),
        "product_id": parameters.identity(request, "product_id"),
        "manager": parameters.text(request, "manager"),
        "office": parameters.text(request, "office"),
        "closed_from": parameters.day(request, "closed_from"),
        "closed_to": parameters.day(request, "closed_to"),
    }
    sort = parameters.chosen(request, "sort", deal_list.SORTS) or "-opened_at"
    cursor = parameters.text(request, "cursor")

    def question(connection: Connection) -> dict[str, Any]:
        customer_id = filters.get("customer_id")
        totals = deal_list.totals(connection, **filters)
        return {
            "totals": totals,
            "count": sum(total.count for total in totals),
            "found": deal_list.find(connection, **filters, sort=sort, cursor=cursor, limit=ROWS),
            "customer": record.customer(connection, customer_id) if customer_id else None,
            "agents": agents(connection),
            "products": products(connection),
            "filters": filters,
            "filtered": any(filters.values()),
            "sort": sort,
            "cursor": cursor,
        }

    return await page(request, "deals.html", "deals", question, reads=READS)
