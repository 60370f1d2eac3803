"""What is known of one deal, and what happened to it?"""

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
from services.gateway.pages.answers import page
from services.gateway.pages.live import LIVE_EVENTS
from services.gateway.pages.timeline import READS, history
from services.gateway.viewer import viewer
from shared.refusals import NotFound
from shared.rights.condition import Condition

router = APIRouter()
SIBLINGS = 20


@router.get("/deals/{deal_id}")
async def deal_page(request: Request, deal_id: UUID) -> Response:
    """The record of a deal."""

    def question(connection: Connection) -> dict[str, Any]:
        deal = deal_list.deal(connection, deal_id)
        if deal is None:
            raise NotFound(what="deal", id=str(deal_id))
        lists = {"colleagues": colleagues(connection), "live_events": LIVE_EVENTS, "today": date.today()}
        see = viewer(request).where("deal", alias="d")
        return (
            lists
            | {
                "deal": deal,
                "others": _others(connection, deal, see),
                "customer_kind": _kind(connection, deal),
            }
            | history(request, connection, deal_id)
        )

    return await page(request, "deal.html", "deals", question, reads=READS)


def _kind(connection: Connection, deal: DealLine) -> str | None:
    found = customer(connection, deal.customer_id) if deal.customer_id else None
    return found.kind if found else None


def _others(connection: Connection, deal: DealLine, see: Condition) -> list[DealLine]:
    if deal.customer_id is None:
        return []
    found = deal_list.of_customer(connection, deal.customer_id, see=see, limit=SIBLINGS)
    return [other for other in found if other.deal_id != deal.deal_id and other.stage in OPEN_STAGES]
