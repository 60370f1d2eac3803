"""How does an import begin: what was sent is read, and mapped as it says, or as it is suggested?"""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request

from services.gateway.importing.access import begun_by, held
from services.gateway.importing.files import received
from services.gateway.importing.rights import check_importer
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer
from services.importing import company
from services.importing.chosen_files import matched
from services.importing.mapping import FileMapping
from services.importing.problems import Unreadable
from services.importing.suggesting.fields import Usual
from services.importing.table import open_table
from services.importing.wizard.draft import Draft, DraftFile
from services.importing.wizard.preparing import drafted, tabled
from shared.refusals import Invalid


async def begun(request: Request, form: FormData) -> tuple[Draft, bool]:
    """The import, and whether it may start at once. Raises Invalid naming what cannot be read, Forbidden."""
    check_importer(viewer(request))
    store = held(request).store
    import_id = uuid4()
    folder = store.folder(import_id)
    try:
        paths, mappings = await received(form, folder)
        at_once = mappings is not None and form.get("draft") not in ("true", "1", "on")
        if at_once:
            files = await asyncio.to_thread(_mapped, mappings or [], folder)
        else:
            files = await asyncio.to_thread(_drafted, request, paths, folder, mappings or ())
    except Unreadable as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Invalid(problems=[{"field": "files", "problem": str(error)}]) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    who = begun_by(request)
    dry_run = form.get("dry_run") in ("true", "1", "on")
    draft = Draft(id=import_id, began_at=datetime.now(UTC), files=files, dry_run=dry_run, **who)  # type: ignore[arg-type]
    await asyncio.to_thread(store.save, draft)
    await asyncio.to_thread(store.tidy)
    return draft, at_once


def _mapped(mappings: Sequence[FileMapping], folder: Path) -> list[DraftFile]:
    found = matched(list(mappings), folder / "files")
    return [
        tabled(path.name, "", open_table(path, mapping.encoding, mapping.delimiter), folder, mapping)
        for mapping, path in found
    ]


def _drafted(
    request: Request, paths: list[Path], folder: Path, mappings: Sequence[FileMapping]
) -> list[DraftFile]:
    return drafted(paths, folder, usual(request), mappings)


def usual(request: Request) -> Usual:
    """What holds for this company where a file does not say."""
    with runtime_of(request).engine.connect() as connection:
        return company.usual(connection, viewer(request))


def runtime_of(request: Request) -> Runtime:
    """What this process is made of."""
    runtime: Runtime = request.app.state.runtime
    return runtime
