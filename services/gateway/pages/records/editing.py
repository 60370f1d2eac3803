"""With which editor is a field of a record changed?"""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.known import Known
from services.gateway.pages.answers import fragment
from services.gateway.pages.records import customer, deal
from shared.refusals import NotFound

router = APIRouter()


@router.get("/records/{thing}/{record_id}/{name}")
async def editor(
    request: Request, thing: Literal["customer", "deal"], record_id: UUID, name: str
) -> Response:
    """The editor of one field, with what it holds now."""
    page = customer if thing == "customer" else deal

    def question(connection: Connection) -> dict[str, Any]:
        found: Any = page.one(request, connection, record_id)
        known = Known(connection)
        fields = [field for part in page.sections(request, known, found).values() for field in part]
        for field in (page.name_field(request, known, found), *fields):
            if field.name == name and field.command is not None:
                return {"field": field, "version": found.version}
        raise NotFound(what="field", id=name[:60])

    return await fragment(request, "records/editor.html", question, reads=page.READS)
