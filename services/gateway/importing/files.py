"""How do the files and mappings of a form get into the folder of an import?"""

import asyncio
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile

from services.gateway.uploads import save
from services.importing.mapping import FileMapping
from services.importing.mapping_file import load_mappings
from shared.refusals import Invalid

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
_MAPPINGS = (".yaml", ".yml")


async def received(form: FormData, folder: Path) -> tuple[list[Path], list[FileMapping] | None]:
    """The files that were sent, and the mappings, None where there are none. Raises Invalid, Unreadable."""
    sent = _uploads(form, "files")
    files = [file for file in sent if not (file.filename or "").endswith(_MAPPINGS)]
    own = [*_uploads(form, "mapping"), *(file for file in sent if file not in files)]
    if not files:
        raise Invalid(problems=[{"field": "files", "problem": "at least one file is needed"}])
    await save(files, folder / "files")
    paths = sorted((folder / "files").iterdir())
    if example := _example(form):
        return paths, await asyncio.to_thread(load_mappings, example)
    if not own:
        return paths, None
    await save(own, folder / "mapping")
    return paths, await asyncio.to_thread(load_mappings, folder / "mapping")


def _uploads(form: FormData, field: str) -> list[UploadFile]:
    return [value for value in form.getlist(field) if isinstance(value, UploadFile) and value.filename]


def _example(form: FormData) -> Path | None:
    name: Any = form.get("example")
    if not isinstance(name, str) or not name:
        return None
    known = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()) if EXAMPLES.is_dir() else []
    if name not in known:
        text = f"there is no example {name!r}; there are: {', '.join(known)}"
        raise Invalid(problems=[{"field": "example", "problem": text}])
    return EXAMPLES / name
