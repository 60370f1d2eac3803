"""How is a whole import undone over HTTP, in the background?"""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.gateway.api.describing import problems
from services.gateway.api.sending import actor_of
from services.gateway.importing.access import begun_by, changeable, held, visible
from services.gateway.importing.api import ADDRESS, ImportBusy
from services.gateway.importing.beginning import runtime_of
from services.gateway.importing.imports import told
from services.gateway.importing.jobs import SETTLING_SECONDS
from services.gateway.importing.rights import check_importer
from services.gateway.viewer import viewer
from services.importing.settling import settled
from services.importing.undoing import Undo
from services.importing.wizard.draft import ACTIVE, Draft
from shared.refusals import Forbidden, NotFound

router = APIRouter(prefix=ADDRESS, tags=["imports"])


@router.post(
    "/{import_id}/undo", status_code=202, summary="Undo an import", responses=problems(403, 404, 409, 503)
)
async def undo(request: Request, import_id: UUID, dry_run: bool = False) -> Response:
    """Goes on in the background; `undo` of the import tells how far it is, and what was left alone and why.

    A dry run answers (200) with what would be done. A repeat changes nothing, and continues an undo that was
    broken off.
    """
    principal = viewer(request)
    check_importer(principal)
    found = await asyncio.to_thread(held(request).store.load, import_id)
    draft = found or _from_elsewhere(request, import_id)
    if not visible(principal, draft):
        raise NotFound(what="import", id=str(import_id))
    if not changeable(principal, draft):
        raise Forbidden
    if draft.state in ACTIVE:
        raise ImportBusy(state=draft.state)
    work = await asyncio.to_thread(
        Undo, import_id, runtime_of(request).engine, None, actor=actor_of(principal)
    )
    if dry_run:
        await asyncio.to_thread(settled, runtime_of(request).engine, SETTLING_SECONDS)
        return JSONResponse((await asyncio.to_thread(work.run)).to_dict())
    # As an import: it outlives a session, but takes no right that the token it was asked with does not give.
    token = request.scope.get("credential") if "authorization" in request.headers else None
    draft.actor, draft.credential = actor_of(principal), token
    await asyncio.to_thread(held(request).start, draft, "undoing")
    return JSONResponse(told(held(request).now(draft)), 202, {"Location": f"{ADDRESS}/{import_id}"})


def _from_elsewhere(request: Request, import_id: UUID) -> Draft:
    """An import of the command line left nothing behind but what it did."""
    return Draft(id=import_id, began_at=datetime.now(UTC), **{**begun_by(request), "user_id": None})  # type: ignore[arg-type]
