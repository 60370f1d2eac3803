"""What is happening right now? Every event as it is appended, as server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from services.gateway.api.describing import problems
from services.gateway.feed import Feed
from services.gateway.feed_audience import Listener
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from shared.records import Recorded

router = APIRouter(prefix="/api/v1", tags=["live"])
_Position = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


@router.get(
    "/events",
    summary="Follow events live",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A stream of events. `event` is the type, `id` the log position.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **problems(422),
    },
)
async def events(
    request: Request,
    last_event_id: Annotated[int | None, Header(ge=0, le=2**63 - 1)] = None,
    after: _Position = None,
) -> Response:
    """Events from now on, or from after the position in `Last-Event-ID` (or `after`).

    Only of records the caller may see at that moment; the stream ends with their session.
    The data tell which record changed, and which others it is `about` (the deal of a task), not how: ask a
    query, with the position as `min_position`.
    """
    request.scope["streams"] = True
    runtime: Runtime = request.app.state.runtime
    start = after if last_event_id is None else last_event_id
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    listener = runtime.feed.audience.listener(viewer(request), request.scope.get("credential"))
    frames = _frames(runtime.feed, start, listener)
    return StreamingResponse(frames, headers=headers, media_type="text/event-stream")


async def _frames(feed: Feed, after: int | None, listener: Listener) -> AsyncIterator[bytes]:
    yield b"retry: 2000\n\n"
    async for records in feed.follow(after):
        principal = listener()
        if principal is None:
            return
        audience = feed.audience
        heard = b"".join(
            _frame(each, audience.about(principal, each))
            for each in records
            if audience.hears(principal, each)
        )
        yield heard or b": still here\n\n"


def _frame(record: Recorded[Any], about: list[UUID]) -> bytes:
    envelope = record.envelope
    data = {
        "position": envelope.position,
        "stream_id": envelope.stream_id,
        "about": about,
        "version": envelope.version,
        "type": envelope.type,
        "occurred_at": envelope.occurred_at,
        "actor": envelope.actor,
    }
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (
        envelope.position,
        envelope.type.encode(),
        msgspec.json.encode(data),
    )
