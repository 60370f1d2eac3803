"""What is new for the reader, and how is it marked as read?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from projections.activities.notices import NoticeRow, notices, notices_read, of_user, unread
from projections.history.record_index import visible
from services.activities.commands import MarkNoticeRead, MarkNoticesRead
from services.gateway.api.sending import header_of
from services.gateway.pages.answers import fragment, page, runtime
from services.gateway.pages.names import NAMING, Names
from services.gateway.viewer import viewer

router = APIRouter()
READS = (notices, notices_read, *NAMING)
SHORT = 12
Position = Annotated[int, Query(ge=0, le=2**63 - 1)]


@router.get("/notifications")
async def notifications(request: Request) -> Response:
    """The reader's notices; with `?panel=1` the last ones, for the bell."""
    panel = request.query_params.get("panel") == "1"

    def question(connection: Connection) -> dict[str, Any]:
        return {"panel": panel, **_told(request, connection, SHORT if panel else None)}

    if panel:
        return await fragment(request, "tasks/notices.html", question, reads=READS)
    return await page(request, "tasks/notifications.html", "notifications", question, reads=READS)


@router.get("/notifications/count")
async def count(request: Request) -> Response:
    """How many are unread."""
    who = viewer(request)
    if who.user_id is None:
        return PlainTextResponse("0")
    owner_id = who.user_id
    found = await runtime(request).reader.ask(
        READS, lambda connection: unread(connection, owner_id, see=visible(who))
    )
    return PlainTextResponse(str(found.value))


@router.post("/notifications/read")
async def read(request: Request, notice_id: UUID | None = None, upto: Position = 0) -> Response:
    """Mark one as read, or everything up to a position."""
    who = viewer(request)
    if who.user_id is not None:
        command = (
            MarkNoticeRead(owner_id=who.user_id, notice_id=notice_id)
            if notice_id
            else MarkNoticesRead(owner_id=who.user_id, upto=upto)
        )
        header = header_of(request, "web")
        receipt = await runtime(request).bus.call(command, header)
        # Whoever counts next counts it as read.
        await runtime(request).reader.ask(
            [notices, notices_read], lambda _: None, min_position=receipt.position
        )
    return Response(status_code=204)


def _told(request: Request, connection: Connection, limit: int | None) -> dict[str, Any]:
    who = viewer(request)
    found: list[NoticeRow] = []
    if who.user_id is not None:
        found = of_user(connection, who.user_id, **({"limit": limit} if limit else {}))
    names = Names(connection, who)
    names.learn({each.record_id for each in found})
    # What the reader may not see any more says nothing.
    shown = [(each, names.of(each.record_id), _actor(names, each.actor)) for each in found]
    return {
        "notices": [told for told in shown if told[1] is not None],
        "upto": max((each.position for each in found), default=0),
        "any_unread": any(not each.read for each in found),
    }


def _actor(names: Names, actor: str) -> str:
    try:
        named = names.of(UUID(actor))
    except ValueError:
        return "Hindsight"
    return named.title if named else "–"
