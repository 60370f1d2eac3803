"""What is known of one customer, what happened, and what is under way with it?"""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.sales import OPEN_STAGES
from projections.customers.record import customer
from projections.identity.colleagues import colleagues
from projections.sales import deal_list
from projections.sales.deal_list import DealLine
from projections.sales.products import products
from services.gateway.pages.answers import page
from services.gateway.pages.figures import Sum, sums_of
from services.gateway.pages.live import LIVE_EVENTS
from services.gateway.pages.timeline import READS, history
from services.gateway.viewer import viewer
from shared.refusals import NotFound
from shared.rights.condition import Condition

router = APIRouter()
DEALS = 200


@router.get("/customers/{customer_id}")
async def customer_page(request: Request, customer_id: UUID) -> Response:
    """The record of a customer."""

    def question(connection: Connection) -> dict[str, Any]:
        found = customer(connection, customer_id)
        if found is None:
            raise NotFound(what="customer", id=str(customer_id))
        people = colleagues(connection)
        lists = {"colleagues": people, "products": products(connection), "live_events": LIVE_EVENTS}
        owner = next((each.name for each in people if each.user_id == found.owner_id), None)
        about = {"customer": found, "owner_name": owner, "today": date.today()}
        see = viewer(request).where("deal", alias="d")
        return (
            lists | about | _deals(connection, customer_id, see) | history(request, connection, customer_id)
        )

    return await page(request, "customer.html", "customers", question, reads=READS)


def _deals(connection: Connection, customer_id: UUID, see: Condition) -> dict[str, Any]:
    deals = deal_list.of_customer(connection, customer_id, see=see, limit=DEALS)
    opened = [deal for deal in deals if deal.stage in OPEN_STAGES]
    won = [deal for deal in deals if deal.stage == "won"]
    return {
        "open_deals": opened,
        "open_sums": _sums(opened),
        "won_deals": won,
        "won_sums": _sums(won),
        "deals": deals,
    }


def _sums(deals: list[DealLine]) -> list[Sum]:
    return sums_of((deal.currency, deal.amount, deal.amount) for deal in deals)
