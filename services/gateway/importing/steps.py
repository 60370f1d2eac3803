"""How is a file's mapping changed, and how are its rows looked at and corrected, before the import runs?"""

import asyncio
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID

import msgspec
import yaml
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.gateway.api.describing import problems
from services.gateway.importing.access import draft_of, held
from services.gateway.importing.api import ADDRESS, idle
from services.gateway.importing.beginning import runtime_of, usual
from services.gateway.importing.imports import told
from services.gateway.importing.jobs import on_behalf
from services.importing.mapping_file import checked_mapping
from services.importing.problems import Unreadable
from services.importing.suggesting.relations import related
from services.importing.suggesting.targets import TARGETS
from services.importing.table import open_table
from services.importing.wizard import checking
from services.importing.wizard.choosing import Choices, mapping_of, missing_chosen
from services.importing.wizard.correcting import corrected
from services.importing.wizard.draft import Draft, DraftFile
from services.importing.wizard.preparing import reopened, sampled, suggested
from shared.refusals import Invalid, NotFound

router = APIRouter(prefix=ADDRESS, tags=["imports"])
_ROWS = {"all", "problems", "duplicates"}


class FileChange(BaseModel):
    """What is changed about a file; what is left out stays. A new target or separator: new suggestions."""

    model_config = ConfigDict(extra="forbid")

    target: str | None = Field(default=None, max_length=40)
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    encoding: str | None = Field(default=None, max_length=40)
    left_out: bool | None = None
    mapping: dict[str, Any] | None = None
    choices: dict[str, Any] | None = None


class Cells(BaseModel):
    """What a row's cells are to hold: column → text."""

    model_config = ConfigDict(extra="forbid")

    cells: Mapping[str, str] = Field(max_length=1_000)


@router.patch(
    "/{import_id}/files/{number}", summary="Change how a file is read", responses=problems(403, 404, 409, 422)
)
async def change(request: Request, import_id: UUID, number: int, body: FileChange) -> Response:
    """Answers with the whole import, as the relations of the other files may change, too."""
    draft = await asyncio.to_thread(idle, request, import_id)
    file = _file(draft, number)
    try:
        await asyncio.to_thread(_changed, request, draft, file, body)
    except Unreadable as error:
        raise Invalid(problems=[{"field": "mapping", "problem": str(error)}]) from None
    draft.state, draft.error, draft.version = "mapping", None, draft.version + 1
    await asyncio.to_thread(held(request).store.save, draft)
    return JSONResponse(told(draft))


@router.get("/{import_id}/files/{number}/mapping.yaml", summary="A file's mapping", responses=problems(404))
async def mapping(request: Request, import_id: UUID, number: int) -> Response:
    """To be sent along next time: it applies to files of the same name."""
    file = _file(await asyncio.to_thread(draft_of, request, import_id), number)
    if file.mapping is None:
        raise NotFound(what="mapping of import", id=str(import_id))
    text = yaml.safe_dump(msgspec.to_builtins(file.mapping), allow_unicode=True, sort_keys=False)
    name = f"{file.name.rpartition('.')[0] or 'import'}.yaml"
    return Response(text, media_type="application/yaml", headers=_download(name))


@router.get(
    "/{import_id}/files/{number}/rows", summary="Rows as they would be imported", responses=problems(404)
)
async def rows(
    request: Request, import_id: UUID, number: int, show: Literal["all", "problems", "duplicates"] = "all"
) -> Response:
    """The first 200 rows of the last check, of all, of those with problems or with duplicates; and counts."""
    found = await asyncio.to_thread(_checked, request, import_id, number)
    answer = {
        "counts": found.counts,
        "problems": found.problems,
        "duplicates": found.duplicates,
        "rows": found.rows.get(show, []),
    }
    return Response(msgspec.json.encode(answer), media_type="application/json")


@router.patch(
    "/{import_id}/files/{number}/rows/{row}",
    summary="Correct cells of a row",
    responses=problems(403, 404, 409, 422),
)
async def correct(request: Request, import_id: UUID, number: int, row: int, body: Cells) -> Response:
    """The row as it is read now. The correction holds for this import; the file stays as it is."""
    draft = await asyncio.to_thread(idle, request, import_id)
    file = _file(draft, number)
    unknown = [name for name in body.cells if name not in file.header]
    if unknown or row < 1:
        raise Invalid(problems=[{"field": name, "problem": "there is no such column"} for name in unknown])
    folder = held(request).store.folder(draft.id)
    runtime = runtime_of(request)
    run = await asyncio.to_thread(on_behalf, draft, runtime)
    found = await asyncio.to_thread(corrected, draft, number, row, body.cells, folder, runtime.log, run)
    if found is None:
        raise NotFound(what="row", id=str(row))
    await asyncio.to_thread(held(request).store.save, draft)
    return Response(msgspec.json.encode(found), media_type="application/json")


def _checked(request: Request, import_id: UUID, number: int) -> checking.Checked:
    draft = draft_of(request, import_id)
    place = chosen_place(draft, number)
    if place is None:
        raise NotFound(what="file of import", id=str(number))
    return checking.found(held(request).store.folder(draft.id), place)


def chosen_place(draft: Draft, number: int) -> int | None:
    """Where the file stands among those that are imported."""
    file = _file(draft, number)
    return next((place for place, each in enumerate(draft.chosen()) if each is file), None)


def _file(draft: Draft, number: int) -> DraftFile:
    if not 0 <= number < len(draft.files):
        raise NotFound(what="file of import", id=str(number))
    return draft.files[number]


def _changed(request: Request, draft: Draft, file: DraftFile, body: FileChange) -> None:
    folder = held(request).store.folder(draft.id)
    again = {"target", "delimiter", "encoding"} & body.model_fields_set
    if body.target is not None and body.target not in TARGETS:
        raise Invalid(problems=[{"field": "target", "problem": f"is not one of {', '.join(TARGETS)}"}])
    if again:
        table = open_table(
            folder / file.path, body.encoding or file.encoding, body.delimiter or file.delimiter
        )
        file.header, file.rows, file.edits = table.header, table.rows, {}
        file.encoding, file.delimiter, file.certain = table.encoding, table.delimiter, True
        file.offset = table.offset
        file.target, file.mapping, file.left_out = body.target or file.target, None, False
        tables = [reopened(each, folder) for each in draft.files]
        draft.files = suggested(draft.files, tables, usual(request))
    if body.mapping is not None:
        file.mapping = checked_mapping(file.name, body.mapping)
    if body.choices is not None and not again:
        _choose(request, draft, file, body.choices)
    if body.left_out is not None:
        file.left_out = body.left_out


def _choose(request: Request, draft: Draft, file: DraftFile, given: dict[str, Any]) -> None:
    if file.target is None or file.mapping is None:
        return
    try:
        choices = msgspec.convert(given, Choices, strict=False)
    except msgspec.ValidationError as error:
        raise Invalid(problems=[{"field": "choices", "problem": str(error)}]) from None
    folder = held(request).store.folder(draft.id)
    found = [sampled(each, folder) for each in draft.files]
    own = next(each for each, other in zip(found, draft.files, strict=True) if other is file)
    own.mapping = mapping_of(choices, TARGETS[file.target], own.sample, file.mapping, usual(request))
    related([own], found)
    file.mapping = checked_mapping(
        file.name, msgspec.to_builtins(missing_chosen(own.mapping, choices.missing))
    )


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
