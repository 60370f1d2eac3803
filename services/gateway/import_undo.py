"""How is a whole import undone over HTTP, and which imports were there?"""

import asyncio
from uuid import UUID

import msgspec
from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.gateway.api.describing import problems
from services.gateway.api.sending import actor_of
from services.gateway.import_jobs import FromThread
from services.gateway.reflected import note
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from services.importing.done import Imported
from services.importing.done import imports as found_in
from services.importing.problems import Unreadable
from services.importing.settling import settled
from services.importing.undo_report import UndoReport
from services.importing.undoing import Undo
from shared.refusals import Unavailable

SETTLING_SECONDS = 10.0

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])


@router.get("", summary="Which imports were there?", responses=problems(503))
async def imports(request: Request) -> Response:
    """The last 50 imports, newest first, also those of the command line."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask([], _found)
    return Response(msgspec.json.encode({"items": found.value}), media_type="application/json")


@router.post("/{import_id}/undo", summary="Undo an import", responses=problems(404, 422, 503))
async def undo(request: Request, import_id: UUID, dry_run: bool = False) -> Response:
    """Answers when it is done: what was removed, set back, and left alone because others changed it since.

    A repeat changes nothing, and continues an undo that was broken off.
    """
    runtime: Runtime = request.app.state.runtime
    bus = None if dry_run else FromThread(runtime.bus, asyncio.get_running_loop())
    report = await asyncio.to_thread(_undone, runtime, import_id, bus, actor_of(viewer(request)))
    note(report.position)
    return JSONResponse(report.to_dict())


def _undone(runtime: Runtime, import_id: UUID, bus: FromThread | None, actor: str) -> UndoReport:
    settled(runtime.engine, SETTLING_SECONDS)
    try:
        return Undo(import_id, runtime.engine, bus, actor=actor).run()
    except Unreadable:
        raise Unavailable(service="sales") from None


def _found(connection: Connection) -> list[Imported]:
    return found_in(connection)
