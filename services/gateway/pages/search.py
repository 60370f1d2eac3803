"""What is there by this name, number or address? A page of results, and what the palette offers."""

from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.history.record_index import SEARCHED, Hit, find, names_of, record_index
from services.gateway.pages import parameters
from services.gateway.pages.answers import fragment, page, redirect
from services.gateway.viewer import viewer
from shared.marks import N_
from shared.refusals import NotFound

router = APIRouter()
READS = (record_index,)
OFFERED, SHOWN = 5, 20
LOOKED_UP = 8


class Kind(NamedTuple):
    """How records of one kind are told in results; without an address they have no page of their own."""

    title: str
    icon: str
    address: str | None


KINDS = {
    "customer": Kind(N_("Customers"), "users", "/customers/{}"),
    "deal": Kind(N_("Deals"), "square-kanban", "/deals/{}"),
    "task": Kind(N_("Tasks"), "list-todo", "/tasks/{}"),
    "user": Kind(N_("Colleagues"), "circle-user", None),
    "product": Kind(N_("Products"), "package", None),
    "activity": Kind(N_("Activities"), "message-square", None),
    "group": Kind(N_("Groups"), "folder-tree", None),
}


LISTS = {
    "user": "/customers?filter=owner_id.is{}",
    "product": "/deals/list?filter=product_id.is{}",
    "group": "/customers?filter=groups.is{}",
}
"""The records that a colleague, a product or a group is about."""


class Result(NamedTuple):
    """A record in the results: where it leads, or where the record it belongs to is."""

    stream_id: UUID
    icon: str
    title: str
    note: str
    address: str


@router.get("/search")
async def search(request: Request) -> Response:
    """The page of results, by kind."""
    words = parameters.text(request, "q") or ""

    def question(connection: Connection) -> dict[str, Any]:
        found = find(connection, words, viewer(request), limit=SHOWN)
        by_kind = [(KINDS[thing], [hit for hit in found if hit.object == thing]) for thing in SEARCHED]
        shown = [(kind, [_result(hit) for hit in hits], len(hits)) for kind, hits in by_kind if hits]
        return {"words": words, "found": shown, "most": SHOWN}

    return await page(request, "search.html", "", question, reads=READS)


@router.get("/search/options")
async def options(request: Request) -> Response:
    """What the palette offers: the best of each kind, or the records named by `id`."""
    words = parameters.text(request, "q")
    ids = request.query_params.getlist("id")[:LOOKED_UP]

    def question(connection: Connection) -> dict[str, Any]:
        if words:
            found = find(connection, words, viewer(request), limit=OFFERED)
            return {"results": [_result(hit) for hit in found]}
        return {"results": recent(request, connection, ids)}

    return await fragment(request, "search_options.html", question, reads=READS)


@router.get("/deals/lookup")
async def deals(request: Request) -> Response:
    """The first deals that fit what is being typed."""
    words = parameters.text(request, "search") or ""

    def question(connection: Connection) -> dict[str, Any]:
        found = find(connection, words, viewer(request), objects=("deal",), limit=OFFERED)
        return {"found": [(each.stream_id, each.title, each.about or "") for each in found]}

    return await fragment(request, "lookup_options.html", question, reads=READS)


@router.get("/records/{record_id}")
async def record(request: Request, record_id: UUID) -> Response:
    """Leads to the page of a record of whatever kind; where it has none, to that of what it belongs to."""

    def question(connection: Connection) -> str:
        known = names_of(connection, [record_id], viewer(request)).get(record_id)
        if known and (address := _address(known.object)):
            return address.format(record_id)
        if known and known.about_id:
            return f"/records/{known.about_id}"
        raise NotFound(what="record", id=str(record_id))

    return await redirect(request, question, reads=READS)


def recent(request: Request, connection: Connection, ids: list[str]) -> list[Result]:
    """The records with these ids, in this order, of those that have a page the reader may see."""
    wanted = [found for each in ids if (found := parameters.as_identity(each))]
    known = names_of(connection, wanted, viewer(request))
    return [
        Result(each, KINDS[known[each].object].icon, known[each].title, "", address.format(each))
        for each in wanted
        if each in known and (address := _address(known[each].object))
    ]


def _address(thing: str) -> str | None:
    return KINDS[thing].address if thing in KINDS else None


def _result(hit: Hit) -> Result:
    kind = KINDS[hit.object]
    note = " · ".join(filter(None, (hit.about, hit.subtitle, hit.branch)))
    own = kind.address.format(hit.stream_id) if kind.address else None
    return Result(hit.stream_id, kind.icon, hit.title, note, own or _elsewhere(hit))


def _elsewhere(hit: Hit) -> str:
    """Where a record without a page of its own is seen."""
    if hit.about_id:
        return f"/records/{hit.about_id}"
    return LISTS.get(hit.object, "/search").format(quote(f"({hit.stream_id})"))
