"""How are files imported over HTTP: sent, mapped, checked, loaded in the background, asked for meanwhile?"""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from services.gateway.api.describing import problems
from services.gateway.importing.access import draft_of, held, open_draft, visible
from services.gateway.importing.beginning import begun, runtime_of
from services.gateway.importing.imports import RUNNING, told
from services.gateway.importing.rights import check_things
from services.gateway.uploads import MAX_BYTES, form_of
from services.gateway.viewer import viewer
from services.importing.done import Imported
from services.importing.done import imports as found_in
from services.importing.wizard.draft import ACTIVE, Draft, State
from shared.refusals import NotFound, Refused
from shared.rights.principal import SEE, SYSTEM

ADDRESS = "/api/v1/imports"

router = APIRouter(prefix=ADDRESS, tags=["imports"])


class ImportBusy(Refused):
    """This import is {state} at the moment. Wait until that has ended."""


class NothingToImport(Refused):
    """No file of this import says what its rows are. Choose it for at least one of them."""


def _file(description: str) -> dict[str, Any]:
    items = {"type": "string", "format": "binary"}
    return {"type": "array", "items": items, "description": description}


_FORM = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": _file("CSV, XLSX, XLS, ODS and vCard files."),
        "mapping": _file("Mapping files (YAML), in the order of their names."),
        "example": {"type": "string", "description": "A named example mapping instead of `mapping`."},
        "dry_run": {"type": "boolean", "description": "Report every problem; send nothing."},
        "draft": {
            "type": "boolean",
            "description": "Wait to be run, although there is a mapping.",
        },
    },
}
_LIMITS = {
    "413": f"The files are larger than {MAX_BYTES // 2**20} MiB together.",
    "415": "The body is not declared as multipart/form-data.",
    "503": f"{RUNNING} imports are running already, or a service does not answer; "
    "try again after Retry-After seconds.",
}
_BODY = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}}


@router.get("", summary="Which imports were there?", responses=problems(503))
async def imports(request: Request) -> Response:
    """The last 50 imports, newest first, also those of the command line."""
    found = await runtime_of(request).reader.ask([], _found)
    seen = await asyncio.to_thread(_seen, request, found.value)
    return Response(msgspec.json.encode({"items": seen}), media_type="application/json")


@router.post(
    "", status_code=202, summary="Import files", responses=problems(403, 422, **_LIMITS), openapi_extra=_BODY
)
async def start(request: Request) -> Response:
    """Files that cannot be read are refused at once.

    With a mapping the rows are loaded in the background (202). Without one the answer (201) suggests how to
    map each file; change that, check it, then run it.
    """
    form = await form_of(request)
    try:
        draft, at_once = await begun(request, form)
    finally:
        await form.close()
    if at_once:
        check_things(viewer(request), draft)
        await asyncio.to_thread(held(request).start, draft, "running")
    return _answer(request, draft, 202 if at_once else 201)


@router.get("/{import_id}", summary="How far is an import?", responses=problems(404))
async def progress(request: Request, import_id: UUID) -> Response:
    """State, tables with their mappings, figures per file, rate, time left, every problem with its rows."""
    return JSONResponse(told(held(request).now(await asyncio.to_thread(draft_of, request, import_id))))


@router.post(
    "/{import_id}/check", status_code=202, summary="Check an import", responses=problems(403, 404, 409, 422)
)
async def check(request: Request, import_id: UUID) -> Response:
    """Every row is read and compared in the background; nothing is changed."""
    return await _go(request, import_id, "checking")


@router.post(
    "/{import_id}/run",
    status_code=202,
    summary="Run an import",
    responses=problems(403, 404, 409, 422),
)
async def run(request: Request, import_id: UUID) -> Response:
    """Rows are loaded in the background. One that was broken off continues; a repeat changes nothing."""
    return await _go(request, import_id, "running")


@router.get("/{import_id}/errors.csv", summary="The rejected rows of an import", responses=problems(404))
async def errors(request: Request, import_id: UUID, file: str | None = None) -> Response:
    """Original columns with row number and reason; mend it and import it again."""
    report = (await asyncio.to_thread(draft_of, request, import_id)).report or {"files": []}
    found = [
        each["error_file"] for each in report["files"] if each["error_file"] and file in (None, each["file"])
    ]
    if not found:
        raise NotFound(what="error file of import", id=str(import_id))
    name = found[0].rpartition("/")[2]
    return FileResponse(found[0], media_type="text/csv; charset=utf-8", filename=name)


def idle(request: Request, import_id: UUID) -> Draft:
    """An import that nothing is done with at this moment. Raises NotFound, Forbidden, ImportBusy."""
    draft = open_draft(request, import_id)
    if draft.state in ACTIVE:
        raise ImportBusy(state=draft.state)
    return draft


async def _go(request: Request, import_id: UUID, state: State) -> Response:
    draft = await asyncio.to_thread(idle, request, import_id)
    if not draft.chosen():
        raise NothingToImport
    check_things(viewer(request), draft)
    await asyncio.to_thread(held(request).start, draft, state)
    return _answer(request, draft, 202)


def _answer(request: Request, draft: Draft, status: int) -> Response:
    now = held(request).now(draft)
    return JSONResponse(told(now), status, {"Location": f"{ADDRESS}/{draft.id}"})


def _found(connection: Connection) -> list[Imported]:
    return found_in(connection)


def _seen(request: Request, found: Sequence[Imported]) -> list[Imported]:
    """Those the viewer may see; of each a file says whose it is."""
    principal, store = viewer(request), held(request).store

    def may(draft: Draft | None) -> bool:
        return visible(principal, draft) if draft else principal.may("import", SEE)

    return [each for each in found if principal is SYSTEM or may(store.load(each.id))]
