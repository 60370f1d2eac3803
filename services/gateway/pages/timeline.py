"""What happened to a record, as sentences?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.history.related_records import related_records
from projections.history.timeline import timeline
from services.gateway.language import language_of
from services.gateway.pages.answers import fragment, runtime
from services.gateway.pages.names import NAMING, Names
from services.gateway.pages.sentences import Moment, Teller

router = APIRouter()
READS = (related_records, *NAMING)
"""What the history of a record is told from, and so are the pages it is on."""
ENTRIES = 30


@router.get("/timeline/{stream_id}")
async def older(
    request: Request, stream_id: UUID, before: Annotated[int, Query(ge=0, le=2**63 - 1)]
) -> Response:
    """What happened before that position."""
    return await fragment(
        request,
        "timeline_entries.html",
        lambda connection: history(request, connection, stream_id, before),
        reads=READS,
    )


def history(
    request: Request, connection: Connection, stream_id: UUID, before: int | None = None
) -> dict[str, Any]:
    """The newest moments of a record, told in the reader's language, and the way to older ones."""
    found = timeline(connection, runtime(request).log, stream_id, before=before, limit=ENTRIES)
    teller = Teller(language_of(request), Names(connection), stream_id)
    moments: list[Moment] = [teller.tell(record) for record in found.items]
    older = f"/timeline/{stream_id}?before={moments[-1].position}" if found.next_cursor and moments else None
    streams = sorted({str(stream_id), *(str(record.stream_id) for record in found.items)})
    return {"moments": moments, "older": older, "streams": streams}
