"""What does somebody see whose change met another's: mine, theirs, and what it was?"""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.history.kinds import kind_of
from projections.history.timeline import visible
from services.gateway.known import Known
from services.gateway.language import language_of
from services.gateway.pages.answers import fragment, runtime
from services.gateway.pages.names import Names
from services.gateway.pages.records.merging import Conflict, merge
from services.gateway.pages.records.timeline import READS, labels
from services.gateway.pages.sentences import Teller
from services.gateway.pages.stage_names import stage_names
from services.gateway.viewer import viewer
from shared.log.log import Log
from shared.records import Recorded
from shared.refusals import NotFound

router = APIRouter()


class Sent(BaseModel):
    """The command that was refused, and the version its sender saw."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: Annotated[dict[str, Any], Field(max_length=200)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


@router.post("/conflicts/{stream_id}")
async def conflict(request: Request, stream_id: UUID, sent: Annotated[Sent, Body()]) -> Response:
    """What to choose from; where there is nothing to choose, the command that is right for both."""
    records = await asyncio.to_thread(_stream, runtime(request).log, stream_id)

    def question(connection: Connection) -> dict[str, Any]:
        who = viewer(request)
        if not records or not visible(connection, [stream_id], who):
            raise NotFound(what="record", id=str(stream_id))
        thing = kind_of(records[0].envelope.type) or ""
        names = Names(connection, who)
        known = Known(connection)
        named = stage_names(request, known)
        teller = Teller(language_of(request), names, stream_id, who, labels(request, known), named)
        found = merge(sent.body, records, sent.version, lambda field: teller.shows(thing, field))
        return {
            "body": msgspec.to_builtins(found.body),
            "version": records[-1].version,
            "conflicts": [_told(teller, each) for each in found.conflicts],
        }

    return await fragment(request, "records/conflict.html", question, reads=READS)


def _stream(log: Log, stream_id: UUID) -> list[Recorded[Any]]:
    return log.stream(stream_id)


def _told(teller: Teller, conflict: Conflict) -> dict[str, Any]:
    def said(value: Any) -> str:
        return teller.plain(conflict.field, _typed(value))

    return {
        "path": conflict.path,
        "title": teller.title(conflict.field),
        "mine": said(conflict.mine),
        "theirs": said(conflict.theirs),
        "original": said(conflict.original),
        "their_value": msgspec.to_builtins(conflict.theirs),
        "actor": teller.actor(conflict.actor),
        "at": conflict.at,
    }


def _typed(value: Any) -> Any:
    """An id as one, so that the record's name is shown instead."""
    try:
        return UUID(value) if isinstance(value, str) and len(value) == _LENGTH_OF_AN_ID else value
    except ValueError:
        return value


_LENGTH_OF_AN_ID = 36
