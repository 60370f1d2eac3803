"""Which tags do customers and deals have, and how many have each?"""

from typing import Any, NamedTuple

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.customers.directory_fold import customer_directory
from projections.sales.deal_list import deal_list
from projections.tagging.tags import TagCount, tags
from services.gateway.pages.answers import page
from services.gateway.viewer import viewer
from shared.listing.expression import Group, Term, written
from shared.rights.principal import Principal

router = APIRouter()
READS = (customer_directory, deal_list)
THINGS = ("customer", "deal")


class TagLine(NamedTuple):
    """A tag with the filter that finds what has it, however it is written."""

    tag: str
    records: int
    filter: str


@router.get("/customers/tags")
async def overview(request: Request) -> Response:
    """The tags of what the reader may see, the most used first."""

    def question(connection: Connection) -> dict[str, Any]:
        who = viewer(request)
        return {"tags": {thing: _lines(connection, thing, who) for thing in THINGS}}

    return await page(request, "grouping/tags.html", "customers", question, reads=READS)


def _lines(connection: Connection, thing: str, who: Principal) -> list[TagLine]:
    if not who.shows(thing, "tags"):
        return []
    return [_line(each) for each in tags(connection, thing, see=who.where(thing))]


def _line(found: TagCount) -> TagLine:
    term = Term("tags", "has", tuple(found.spellings))
    return TagLine(found.tag, found.records, written(Group("and", (term,))))
