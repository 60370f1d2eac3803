"""How are rows of a list changed over HTTP: one cell, or many rows in the background?"""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from services.gateway.api.describing import problems
from services.gateway.api.sending import header_of
from services.gateway.from_thread import FromThread
from services.gateway.language import language_of
from services.gateway.lists.bulk import CHUNK, Job, Jobs, Step
from services.gateway.lists.catalogue import catalogued
from services.gateway.lists.changes import made
from services.gateway.lists.choosing import BulkChange, Text, change_of, chosen, steps, within
from services.gateway.problems import message
from services.gateway.reflected import note
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from shared.refusals import NotFound

router = APIRouter(prefix="/api/v1/lists", tags=["lists"])
_jobs = Jobs()
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
        change = change_of(request, connection, list_, wanted.field)
        record = list_.changes.load(connection, [wanted.id], see).get(wanted.id)
        if record is None:
            raise NotFound(what=list_.listing.object, id=str(wanted.id))
        return made(change.make, record, wanted.value, wanted.field)

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
    see = within(viewer(request), list_, "bulk")

    def question(connection: Connection) -> Any:
        change = change_of(request, connection, list_, wanted.field)
        return change, chosen(request, connection, list_, wanted)

    change, ids = (await runtime.reader.ask(list_.reads, question)).value
    job = Job(viewer(request).user_id, len(ids))
    return _started(request, job, lambda: steps(runtime.engine, list_, change, wanted, ids, see))


@router.get("/changes/{change_id}", summary="How far is a change of many rows?", responses=problems(404))
async def progress(request: Request, change_id: UUID) -> Response:
    """How many were changed, unchanged and refused, and why the first of them were."""
    return JSONResponse(_told(request, _job(request, change_id)))


@router.get(
    "/changes/{change_id}/events",
    summary="Follow a change of many rows",
    response_class=StreamingResponse,
    responses={200: _FOLLOWED, **problems(404)},
)
async def follow(request: Request, change_id: UUID) -> Response:
    """The same, told as server-sent events until it has ended."""
    request.scope["streams"] = True
    job = _job(request, change_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_frames(request, job), headers=headers, media_type="text/event-stream")


@router.post(
    "/changes/{change_id}/undo", summary="Undo a change of many rows", status_code=202, responses=_PROBLEMS
)
async def undo(request: Request, change_id: UUID) -> Response:
    """Sets back every record that nobody has changed since."""
    before = _job(request, change_id)
    back, before.back = before.back, []
    job = Job(viewer(request).user_id, len(back))
    return _started(request, job, lambda: _some(back))


def _some(found: list[Step]) -> Any:
    return (found[start : start + CHUNK] for start in range(0, len(found), CHUNK))


def _started(request: Request, job: Job, chunks: Any) -> Response:
    runtime: Runtime = request.app.state.runtime
    bus = FromThread(runtime.bus, asyncio.get_running_loop())
    header = header_of(request, "web")
    _jobs.start(job, lambda: job.run(chunks(), bus, header))
    address = f"{router.prefix}/changes/{job.id}"
    return JSONResponse(_told(request, job), _ACCEPTED, {"Location": address})


async def _frames(request: Request, job: Job) -> AsyncIterator[bytes]:
    running = True
    while running:
        running = job.state == "running"
        yield b"event: progress\ndata: %b\n\n" % msgspec.json.encode(_told(request, job))
        await asyncio.sleep(_EVERY_SECONDS if running else 0)


def _job(request: Request, change_id: UUID) -> Job:
    job = _jobs.find(change_id, viewer(request).user_id)
    if job is None:
        raise NotFound(what="change", id=str(change_id))
    return job


def _told(request: Request, job: Job) -> dict[str, Any]:
    language = language_of(request)
    return {
        "id": str(job.id),
        "state": job.state,
        "total": job.total,
        "done": job.done,
        "changed": job.changed,
        "unchanged": job.unchanged,
        "refused": job.refused,
        "position": job.position,
        "undoable": len(job.back) if job.state != "running" else 0,
        "problems": [
            {"id": str(each.record_id), "name": each.name, "problem": message(each.refused, language)}
            for each in job.outcomes
        ],
    }
