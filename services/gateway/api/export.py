"""How is a list taken away as a file, with only what the reader may export, however long it is?"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import Connection
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from projections.identity.colleagues import everyone
from projections.tagging.groups import offered
from services.gateway.api.describing import problems
from services.gateway.api.listed import ListFilter
from services.gateway.lists.catalogue import catalogued
from services.gateway.lists.choosing import exportable
from services.gateway.lists.export import Column, columns, csv_lines, xlsx_file
from services.gateway.runtime import Runtime
from services.gateway.signing_in import security_log
from services.gateway.time_zone import zone_of
from services.gateway.viewer import viewer
from shared.listing import reading
from shared.listing.kinds import Kind
from shared.listing.reading import View
from shared.refusals import Invalid, Unavailable
from shared.rights.principal import Principal

router = APIRouter(prefix="/api/v1/lists", tags=["lists"])
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = {"description": "The file.", "content": {_CSV: {}, _XLSX: {}}}
_ANSWERS = {200: _FILES, **problems(403, 404, 422, 503)}
_MOST_IDS = 10_000
AT_ONCE = 4
"""Each holds a connection while it reads, for CSV as long as its reader takes; pages need the others."""
_slots = BoundedSemaphore(AT_ONCE)


class TooManyExports(Unavailable):
    """{running} exports are under way already. Wait for one of them to end, then try again."""


class _Lines(StreamingResponse):
    """A file that gives its slot back when it has ended, or nobody takes it any longer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            _slots.release()


class ExportQuery(ListFilter):
    """Which rows and columns, and as which file?"""

    format: Literal["csv", "xlsx"] = "csv"
    bom: Literal["yes", "no"] = Field(
        "no", description="Begin a CSV file with a mark by which Excel knows UTF-8."
    )


@router.get("/{name}/export", summary="Export a list", responses=_ANSWERS)
async def export(request: Request, name: str, query: Annotated[ExportQuery, Query()]) -> Response:
    """Every row that fits, in order, within the right to export; headings are names that an import knows."""
    return await _exported(request, name, query, None)


@router.post("/{name}/export", summary="Export chosen rows", responses=_ANSWERS)
async def export_chosen(request: Request, name: str, query: Annotated[ExportQuery, Query()]) -> Response:
    """The rows named in the form's field `ids`, separated by commas; without it, every row that fits."""
    form = await request.form()
    ids, format_ = form.get("ids"), form.get("format")
    if isinstance(ids, UploadFile) or isinstance(format_, UploadFile):
        raise Invalid(problems=[{"field": "ids", "problem": "is a file"}])
    asked = query.model_copy(update={"format": "xlsx"}) if format_ == "xlsx" else query
    return await _exported(request, name, asked, _identities(ids) if ids else None)


async def _exported(request: Request, name: str, query: ExportQuery, ids: list[UUID] | None) -> Response:
    runtime: Runtime = request.app.state.runtime
    list_ = catalogued(name)
    wanted = query.model_dump(include=set(ListFilter.model_fields))

    who = viewer(request)

    def question(connection: Connection) -> tuple[View, dict[UUID, str]]:
        view = exportable(request, connection, list_, wanted)
        return view, _names(connection, who, view)

    view, names = (await runtime.reader.ask(list_.reads, question)).value
    security_log.noted("export", list=name, user_id=str(who.user_id), format=query.format, query=wanted)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{query.format}"'}
    rows = _rows(runtime, view, ids)
    found = columns(view.columns, view.listing.key, zone_of(request), names)
    request.scope["streams"] = True
    if query.format == "csv":
        lines = csv_lines(found, rows, bom=query.bom == "yes")
        _take_slot()
        return _Lines(lines, headers=headers, media_type=_CSV)
    _take_slot()
    try:
        path = await run_in_threadpool(_workbook, found, rows)
    finally:
        _slots.release()
    return FileResponse(path, headers=headers, media_type=_XLSX, background=BackgroundTask(path.unlink))


def _take_slot() -> None:
    if not _slots.acquire(blocking=False):
        raise TooManyExports(running=AT_ONCE)


def _workbook(found: Sequence[Column], rows: Iterator[dict[str, Any]]) -> Path:
    with NamedTemporaryFile(prefix="hindsight-export-", suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        xlsx_file(found, rows, path)
    except BaseException:
        path.unlink()
        raise
    return path


def _names(connection: Connection, who: Principal, view: View) -> dict[UUID, str]:
    """What the people and groups in the columns are called, of those the reader may see."""
    kinds = {field.kind for field in view.columns}
    names: dict[UUID, str] = {}
    if Kind.USER in kinds:
        names |= {each.user_id: each.name for each in everyone(connection)}
    if Kind.RECORDS in kinds:
        see = who.where("view", alias="g")
        names |= {each.group_id: each.name for each in offered(connection, see=see)}
    return names


def _rows(runtime: Runtime, view: View, ids: list[UUID] | None) -> Iterator[dict[str, Any]]:
    """Read as they are taken, in one look at the database."""
    engine = runtime.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        yield from reading.every(connection, view, among=ids)


def _identities(text: str) -> list[UUID]:
    found = text.split(",")
    with suppress(ValueError):
        if len(found) <= _MOST_IDS:
            return [UUID(each) for each in found]
    raise Invalid(problems=[{"field": "ids", "problem": "This is not the right kind of value."}])
