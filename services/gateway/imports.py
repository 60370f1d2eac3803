"""How are files imported over HTTP: sent at once, loaded in the background, asked for while they load?"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from services.gateway.api.describing import problems
from services.gateway.api.sending import actor_of
from services.gateway.import_jobs import RUNNING, FromThread, Job, Jobs
from services.gateway.runtime import Runtime
from services.gateway.uploads import MAX_BYTES, form_of, save
from services.gateway.viewer import viewer
from services.importing.chosen_files import matched
from services.importing.mapping_file import load_mappings
from services.importing.problems import Unreadable
from services.importing.runner import Import, Run
from shared.refusals import Invalid, NotFound

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ADDRESS = "/api/v1/imports"

router = APIRouter(prefix=ADDRESS, tags=["imports"])
_jobs = Jobs()


def _file(description: str) -> dict[str, Any]:
    items = {"type": "string", "format": "binary"}
    return {"type": "array", "items": items, "description": description}


_FORM = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": _file("CSV files."),
        "mapping": _file("Mapping files (YAML), in the order of their names."),
        "example": {"type": "string", "description": "A named example mapping instead of `mapping`."},
        "dry_run": {"type": "boolean", "description": "Report every problem; send nothing."},
    },
}
_PROBLEMS = problems(
    422,
    **{
        "413": f"The files are larger than {MAX_BYTES // 2**20} MiB together.",
        "415": "The body is not declared as multipart/form-data.",
        "503": f"{RUNNING} imports are running already, or a service does not answer; "
        "try again after Retry-After seconds.",
    },
)
_BODY = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}}


@router.post(
    "",
    status_code=202,
    summary="Import CSV files",
    responses=_PROBLEMS,
    openapi_extra=_BODY,
)
async def start(request: Request) -> Response:
    """Files that cannot be read are refused at once; rows are loaded in the background."""
    runtime: Runtime = request.app.state.runtime
    loop = asyncio.get_running_loop()
    form = await form_of(request)
    try:
        job = await _started(form, runtime, FromThread(runtime.bus, loop), actor_of(viewer(request)))
    finally:
        await form.close()
    return JSONResponse(job.to_dict(), 202, {"Location": f"{ADDRESS}/{job.id}"})


@router.get("/{import_id}", summary="How far is an import?", responses=problems(404))
async def progress(import_id: UUID) -> Response:
    """State, figures per file, rate, time left, and every problem with its row numbers."""
    return JSONResponse(_job(import_id).to_dict())


@router.get("/{import_id}/errors.csv", summary="The rejected rows of an import", responses=problems(404))
async def errors(import_id: UUID, file: str | None = None) -> Response:
    """Original columns with row number and reason; mend it and import it again."""
    found = _job(import_id).error_file(file)
    if found is None:
        raise NotFound(what="error file of import", id=str(import_id))
    return FileResponse(found, media_type="text/csv; charset=utf-8", filename=found.name)


async def _started(form: FormData, runtime: Runtime, bus: FromThread, actor: str) -> Job:
    run_id = uuid4()
    folder = TemporaryDirectory(prefix="hindsight-import-", ignore_cleanup_errors=True)
    try:
        mappings = await _mappings(form, Path(folder.name))
        await save(_uploads(form, "files"), Path(folder.name) / "files")
        files = await asyncio.to_thread(matched, mappings, Path(folder.name) / "files")
        kept = runtime.settings.data_dir / "imports" / str(run_id)
        sent = None if form.get("dry_run") in ("true", "1", "on") else bus
        work = await asyncio.to_thread(
            Import, files, runtime.log, sent, kept, run_id=run_id, run=Run(actor=actor)
        )
        return _jobs.start(work, folder.cleanup)
    except Unreadable as error:
        folder.cleanup()
        raise Invalid(problems=[{"field": "files", "problem": str(error)}]) from None
    except BaseException:
        folder.cleanup()
        raise


async def _mappings(form: FormData, folder: Path) -> list[Any]:
    example = form.get("example")
    if isinstance(example, str) and example:
        known = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()) if EXAMPLES.is_dir() else []
        if example not in known:
            text = f"there is no example {example!r}; there are: {', '.join(known)}"
            raise Invalid(problems=[{"field": "example", "problem": text}])
        return await asyncio.to_thread(load_mappings, EXAMPLES / example)
    await save(_uploads(form, "mapping"), folder / "mapping")
    return await asyncio.to_thread(load_mappings, folder / "mapping")


def _uploads(form: FormData, field: str) -> list[UploadFile]:
    found = [value for value in form.getlist(field) if isinstance(value, UploadFile) and value.filename]
    if not found:
        raise Invalid(problems=[{"field": field, "problem": "at least one file is needed"}])
    return found


def _job(import_id: UUID) -> Job:
    job = _jobs.find(import_id)
    if job is None:
        raise NotFound(what="import", id=str(import_id))
    return job
