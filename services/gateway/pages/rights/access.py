"""Why may somebody do something with a record, or why not? As a page and over HTTP."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.history.record_index import names_of, record_index
from projections.identity.access import Access, access
from projections.identity.colleagues import colleagues_of_all, everyone
from projections.identity.explaining import Explanation, explained
from services.gateway.api.describing import problems, receipt_of
from services.gateway.pages.answers import page, runtime
from services.gateway.pages.rights import words
from services.gateway.viewer import viewer
from shared.log.log import Log
from shared.refusals import NotFound
from shared.rights.ownership import ownership
from shared.rights.principal import Principal

router = APIRouter()
api = APIRouter(prefix="/api/v1/access", tags=["rights"])
ROWS = (Explanation,)
_Record = Annotated[UUID | None, Query()]


@router.get("/access")
async def why(request: Request, record: _Record = None, user: _Record = None) -> Response:
    """The page: of a record one sees, for oneself, or for others if one sees who has which role."""
    return await page(
        request,
        "rights/access.html",
        "settings",
        lambda connection: _asked(request, connection, record, user),
        reads=[record_index, colleagues_of_all],
    )


@api.get(
    "",
    summary="Why may somebody do something with a record, or why not?",
    responses={200: receipt_of("Explanation"), **problems(404, 422, 503)},
)
async def why_as_data(request: Request, record: UUID, user: _Record = None) -> Response:
    """Whose it is, what it is to them, and what each of their roles says; for others only with `role.see`."""
    asked = await runtime(request).reader.ask(
        [record_index], lambda connection: _asked(request, connection, record, user)
    )
    return Response(msgspec.json.encode(asked.value["explanation"]), media_type="application/json")


def _asked(
    request: Request, connection: Connection, record: UUID | None, user: UUID | None
) -> dict[str, Any]:
    who, log = viewer(request), runtime(request).log
    others = who.may("role", "see")
    about = user if user and others else who.user_id
    if user and user != about:
        raise NotFound(what="user", id=str(user))
    return {
        "record": record,
        "title": _title(connection, who, record) if record else "",
        "explanation": _explained(connection, log, access(log), who, record, about) if record else None,
        "people": everyone(connection) if others else [],
        "about": about,
        "things": words.THINGS,
        "actions": words.ACTIONS,
        "reaches": words.REACHES,
    }


def _title(connection: Connection, who: Principal, record: UUID) -> str:
    return _named(connection, who, record)[1]


def _named(connection: Connection, who: Principal, record: UUID) -> tuple[str, str]:
    found = names_of(connection, [record], who).get(record)
    if found is None:
        raise NotFound(what="record", id=str(record))
    return found.object, found.title


def _explained(
    connection: Connection, log: Log, known: Access, who: Principal, record: UUID, about: UUID | None
) -> Explanation:
    thing, _ = _named(connection, who, record)
    owned = ownership(log, [record])[record]
    found = explained(known, about, thing, owned) if about else None
    if found is None:
        raise NotFound(what="user", id=str(about))
    return found
