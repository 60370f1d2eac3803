"""How are rows of a list changed over HTTP: one cell, or many rows in the background?"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from services.gateway.api.describing import problems
from services.gateway.api.sending import header_of
from services.gateway.language import language_of
from services.gateway.lists.bulk import BulkWish, Standing
from services.gateway.lists.bulk_changes import BulkChanges
from services.gateway.lists.catalogue import catalogued
from services.gateway.lists.changes import made
from services.gateway.lists.choosing import BulkChange, Text, change_of, chosen, within
from services.gateway.lists.viewing import asker
from services.gateway.problems import message
from services.gateway.reflected import note
from services.gateway.runtime import Runtime
from services.gateway.time_zone import zone_of
from services.gateway.viewer import viewer
from shared.refusals import NotFound, Refused

router = APIRouter(prefix="/api/v1/lists", tags=["lists"])
_EVERY_SECONDS = 0.2
_ACCEPTED = HTTPStatus.ACCEPTED
_PROBLEMS = problems(403, 404, 422, 503)
_FOLLOWED = {"description": "A stream of `progress` events.", "content": {"text/event-stream": {}}}


class CellChange(BaseModel):
    """A new value for one field of one record; If-Match names the version it was seen at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    field: Annotated[str, Field(min_length=1, max_length=60)]
    value: Text | list[Text] | None = None


@router.post("/{name}/cell", summary="Change one cell", responses=problems(403, 404, 409, 412, 422, 503, 504))
async def cell(request: Request, name: str, wanted: CellChange) -> Response:
    """The receipt of the command that changes this field."""
    runtime: Runtime = request.app.state.runtime
    list_ = catalogued(name)
    see = viewer(request).where(list_.listing.object, alias=list_.listing.alias)

    def question(connection: Connection) -> Any:
        change = change_of(viewer(request), connection, list_, wanted.field, asker(request).today)
        record = list_.changes.load(connection, [wanted.id], see).get(wanted.id)
        if record is None:
            raise NotFound(what=list_.listing.object, id=str(wanted.id))
        return made(change, record, wanted.value, wanted.field)

    command = (await runtime.reader.ask(list_.reads, question)).value
    receipt = await runtime.bus.call(command, header_of(request, "web"))
    if receipt.events:
        note(receipt.position)
    return Response(msgspec.json.encode(receipt), media_type="application/json")


@router.post("/{name}/changes", summary="Change many rows", status_code=202, responses=_PROBLEMS)
async def start(request: Request, name: str, wanted: BulkChange) -> Response:
    """Begins at once, and goes on in the background; the answer says where to look how far it is."""
    runtime: Runtime = request.app.state.runtime
    list_ = catalogued(name)
    who = viewer(request)
    within(who, list_, "bulk")

    def question(connection: Connection) -> list[UUID]:
        change_of(who, connection, list_, wanted.field, asker(request).today)
        return chosen(request, connection, list_, wanted)

    ids = (await runtime.reader.ask(list_.reads, question)).value
    return await _started(request, _wish(request, list_.name, ids, len(ids), wanted))


@router.get("/changes/{change_id}", summary="How far is a change of many rows?", responses=problems(404))
async def progress(request: Request, change_id: UUID) -> Response:
    """How many were changed, unchanged and refused, and why the first of them were."""
    return JSONResponse(_told(request, *await _kept(request, change_id)))


@router.get(
    "/changes/{change_id}/events",
    summary="Follow a change of many rows",
    response_class=StreamingResponse,
    responses={200: _FOLLOWED, **problems(404)},
)
async def follow(request: Request, change_id: UUID) -> Response:
    """The same, told as server-sent events until it has ended."""
    request.scope["streams"] = True
    await _kept(request, change_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_frames(request, change_id), headers=headers, media_type="text/event-stream")


@router.post(
    "/changes/{change_id}/undo", summary="Undo a change of many rows", status_code=202, responses=_PROBLEMS
)
async def undo(request: Request, change_id: UUID) -> Response:
    """Sets back every record that nobody has changed since."""
    before, standing = await _kept(request, change_id)
    taken = BulkChange(field=before.field)
    wish = _wish(request, before.list, before.ids, standing.changed, taken, undoes=before.id)
    if standing.undone or standing.state == "running":
        wish = msgspec.structs.replace(wish, ids=[], total=0)
    else:
        await asyncio.to_thread(_held(request).undone, change_id)
    return await _started(request, wish)


@router.post(
    "/changes/{change_id}/continue",
    summary="Go on with a change of many rows",
    status_code=202,
    responses=_PROBLEMS,
)
async def go_on(request: Request, change_id: UUID) -> Response:
    """With what is left of one that was broken off; nothing is done twice."""
    wish, standing = await _kept(request, change_id)
    if standing.state == "failed":
        standing = await asyncio.to_thread(_held(request).resume, change_id)
    return _accepted(request, wish, standing)


def _wish(
    request: Request,
    list_: str,
    ids: Sequence[UUID],
    total: int,
    wanted: BulkChange,
    undoes: UUID | None = None,
) -> BulkWish:
    header = header_of(request, "web")
    return BulkWish(
        id=uuid4(),
        list=list_,
        field=wanted.field,
        value=wanted.value,
        ids=ids,
        total=total,
        user_id=viewer(request).user_id,
        actor=header.actor,
        branch=header.branch,
        credential=header.credential if "authorization" in request.headers else None,
        began_at=datetime.now(UTC),
        undoes=undoes,
        zone=str(zone_of(request)),
    )


async def _started(request: Request, wish: BulkWish) -> Response:
    standing = await asyncio.to_thread(_held(request).start, wish)
    return _accepted(request, wish, standing)


def _accepted(request: Request, wish: BulkWish, standing: Standing) -> Response:
    address = f"{router.prefix}/changes/{wish.id}"
    return JSONResponse(_told(request, wish, standing), _ACCEPTED, {"Location": address})


async def _frames(request: Request, change_id: UUID) -> AsyncIterator[bytes]:
    running = True
    while running:
        wish, standing = await _kept(request, change_id)
        running = standing.state == "running"
        yield b"event: progress\ndata: %b\n\n" % msgspec.json.encode(_told(request, wish, standing))
        await asyncio.sleep(_EVERY_SECONDS if running else 0)


def _held(request: Request) -> BulkChanges:
    changes: BulkChanges = request.app.state.changes
    return changes


async def _kept(request: Request, change_id: UUID) -> tuple[BulkWish, Standing]:
    found = await asyncio.to_thread(_held(request).find, change_id, viewer(request).user_id)
    if found is None:
        raise NotFound(what="change", id=str(change_id))
    return found


def _told(request: Request, wish: BulkWish, standing: Standing) -> dict[str, Any]:
    language = language_of(request)
    undoable = standing.state != "running" and not standing.undone and wish.undoes is None
    return {
        "id": str(wish.id),
        "state": standing.state,
        "total": wish.total,
        "done": standing.done,
        "changed": standing.changed,
        "unchanged": standing.unchanged,
        "refused": standing.refused,
        "position": standing.position,
        "undoable": standing.changed if undoable else 0,
        "problems": [
            {
                "id": str(each.record_id),
                "name": each.name,
                "problem": message(Refused.from_dict(each.refusal), language),
            }
            for each in standing.outcomes
        ],
    }
