"""Which groups are there, and how many customers and deals are in each?"""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.customers.directory_fold import customer_directory
from projections.sales.deal_list import deal_list
from projections.tagging.groups import Group, counted, groups
from services.gateway.pages.answers import page
from services.gateway.viewer import viewer
from shared.rights.principal import Principal

router = APIRouter()
READS = (groups, customer_directory, deal_list)
THINGS = ("customer", "deal")


@router.get("/groups")
async def overview(request: Request) -> Response:
    """Every group the reader may see, with what can be done about it."""

    def question(connection: Connection) -> dict[str, Any]:
        who = viewer(request)
        found = {thing: _counted(connection, thing, who) for thing in THINGS}
        members = {thing: {each.group_id: each.records for each in some} for thing, some in found.items()}
        return {"groups": found["customer"], "members": members, "new_id": uuid4()}

    return await page(request, "grouping/groups.html", "customers", question, reads=READS)


def _counted(connection: Connection, thing: str, who: Principal) -> list[Group]:
    see, records = who.where("view", alias="g"), who.where(thing, alias="r")
    return counted(connection, thing, see=see, records=records)
