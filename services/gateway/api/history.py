"""What has happened to a record, over HTTP?"""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.history.masking import masked
from projections.history.record_index import record_index
from projections.history.related_records import related_records
from projections.history.timeline import timeline
from services.gateway.api import answers
from services.gateway.api.describing import page_of, problems
from services.gateway.api.parameters import PagedQuery
from services.gateway.reading import Answer
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from shared.events import Event, Unreadable
from shared.paging import Page
from shared.records import Envelope, Recorded
from shared.refusals import NotFound
from shared.rights.principal import Principal

router = APIRouter(prefix="/api/v1/timeline", tags=["history"])


class Entry(msgspec.Struct, frozen=True):
    """One fact: what happened (`data`), and when, by whom and from where (`envelope`)."""

    envelope: Envelope
    data: dict[str, Any]


ROWS = (Entry,)


class TimelineQuery(PagedQuery):
    """How far back?"""

    cursor: Annotated[str, Field(pattern=r"^\d{1,18}$")] | None = None


@router.get(
    "/{stream_id}",
    summary="Everything that happened to a record",
    responses={200: page_of("Entry"), **problems(404, 422, 503)},
)
async def history(request: Request, stream_id: UUID, query: Annotated[TimelineQuery, Query()]) -> Response:
    """The facts about a record and about everything that concerns it, newest first, as far as you may see."""
    runtime: Runtime = request.app.state.runtime
    who = viewer(request)
    before = int(query.cursor) if query.cursor else None

    def question(connection: Connection) -> Page[Entry]:
        found = timeline(connection, runtime.log, stream_id, who=who, before=before, limit=query.limit)
        return Page([_entry(record, who) for record in found.items], found.next_cursor)

    reads = [related_records, record_index]
    found: Answer[Page[Entry]] = await runtime.reader.ask(reads, question, **query.freshness)
    if not found.value.items and before is None:
        raise NotFound(what="record", id=str(stream_id))
    return answers.page(request, found)


def _entry(record: Recorded[Any], who: Principal) -> Entry:
    return Entry(record.envelope, masked(record.envelope.type, _data(record.event), who))


def _data(event: Event | Unreadable) -> dict[str, Any]:
    """As it was stored where this release cannot read it; the envelope's schema_version tells the shape."""
    if not isinstance(event, Unreadable):
        return dict(msgspec.to_builtins(event))
    try:
        return dict(msgspec.json.decode(event.payload, type=dict[str, Any]))
    except msgspec.MsgspecError:
        return {}
