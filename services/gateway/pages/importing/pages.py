"""Which pages lead through an import: upload, map, check, run, and what became of it?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.importing.access import changeable, draft_of, held, visible
from services.gateway.importing.beginning import usual
from services.gateway.importing.rights import importable, may_import
from services.gateway.importing.steps import chosen_place
from services.gateway.language import language_of, translated
from services.gateway.pages.answers import fragment, page
from services.gateway.pages.importing import problem_words, words
from services.gateway.pages.importing.own_words import Wording
from services.gateway.pages.importing.views import file_views, mapped_columns, totals
from services.gateway.pages.parameters import chosen
from services.gateway.viewer import viewer
from services.importing.suggesting.targets import TARGETS
from services.importing.wizard import checking
from services.importing.wizard.draft import ACTIVE, Draft
from shared.refusals import NotFound

router = APIRouter()
_SHOWN = 50


@router.get("/imports")
async def imports(request: Request) -> Response:
    """Send files, and see what was imported before."""
    return await page(request, "importing/index.html", "imports", lambda _: _index(request), reads=())


@router.get("/imports/{import_id}")
async def one(request: Request, import_id: UUID) -> Response:
    """The step at which this import is."""

    def question(_: Connection) -> dict[str, Any]:
        return _step(request, held(request).now(draft_of(request, import_id)))

    return await page(request, "importing/import.html", "imports", question, reads=())


@router.get("/imports/{import_id}/progress")
async def progress(request: Request, import_id: UUID) -> Response:
    """How far it is; fetched again and again while it lasts."""

    def question(_: Any) -> dict[str, Any]:
        return _step(request, held(request).now(draft_of(request, import_id)))

    return await fragment(request, "importing/progress.html", question, reads=())


@router.get("/imports/{import_id}/rows/{number}/{row}")
async def row(request: Request, import_id: UUID, number: int, row: int) -> Response:
    """One row of the preview, after it was corrected."""

    def question(_: Any) -> dict[str, Any]:
        draft = draft_of(request, import_id)
        preview = _preview(request, draft, number) if number < len(draft.files) else {}
        found = preview["checked"].row(row) if preview else None
        if found is None:
            raise NotFound(what="row", id=str(row))
        return {**_words(request), **preview, "draft": draft, "row": found}

    return await fragment(request, "importing/row.html", question, reads=())


def _index(request: Request) -> dict[str, Any]:
    principal = viewer(request)
    drafts = [draft for draft in held(request).store.all() if visible(principal, draft)]
    return {
        **_words(request),
        "drafts": [(draft, totals(draft)) for draft in drafts[:_SHOWN]],
        "allowed": importable(principal),
    }


def _step(request: Request, draft: Draft) -> dict[str, Any]:
    asked = chosen(request, "step", ("map", "check"))
    step = "run" if draft.state in ("running", "done", "failed", "undoing", "undone") else "map"
    if draft.state in ("checking", "ready"):
        step = "map" if asked == "map" and draft.state == "ready" else "check"
    shown: dict[str, Any] = {
        **_words(request),
        "draft": draft,
        "step": step,
        "busy": draft.state in ACTIVE,
        "totals": totals(draft),
        "allowed": importable(viewer(request)),
        "changeable": changeable(viewer(request), draft),
        "error": problem_words.told(language_of(request), draft.error) if draft.error else None,
    }
    if step == "map":
        company = usual(request)
        shown["files"] = file_views(draft, held(request).store.folder(draft.id), company)
        shown |= Wording(company, language_of(request)).words()
    if step == "check" and draft.state == "ready":
        shown |= _preview(request, draft, _asked_file(request, draft))
        shown["counts"] = [
            checking.found(held(request).store.folder(draft.id), place)
            for place in range(len(draft.chosen()))
        ]
    return shown


def _asked_file(request: Request, draft: Draft) -> int:
    numbers = [number for number in range(len(draft.files)) if chosen_place(draft, number) is not None]
    asked = request.query_params.get("file", "")
    return int(asked) if asked.isdecimal() and int(asked) in numbers else next(iter(numbers), 0)


def _preview(request: Request, draft: Draft, number: int) -> dict[str, Any]:
    place = chosen_place(draft, number)
    folder = held(request).store.folder(draft.id)
    checked = checking.found(folder, place) if place is not None else checking.Checked()
    show = chosen(request, "show", tuple(words.SHOWS)) or ("problems" if checked.problems else "all")
    file = draft.files[number]
    return {
        "number": number,
        "file": file,
        "checked": checked,
        "show": show,
        "columns": mapped_columns(file),
        "rows": checked.rows.get(show, [])[:_SHOWN],
    }


def _words(request: Request) -> dict[str, Any]:
    language = language_of(request)
    return {
        "import_words": words,
        "told": lambda problem: problem_words.told(language, problem),
        "worded_steps": [translated(language, step) for step in words.STEPS],
        "targets": [name for name, target in TARGETS.items() if may_import(viewer(request), target.entity)],
        "worded_pairs": lambda pairs: _worded(language, pairs),
    }


def _worded(language: str, pairs: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, translated(language, text)) for key, text in pairs.items()]
