"""How do uploaded files get onto the disk without ever being held in memory?"""

import re
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from shared.marks import N_
from shared.refusals import Invalid

MAX_BYTES = 500 * 1024 * 1024
MAX_FILES = 20
LONGEST_NAME, LONGEST_SUFFIX = 200, 10
_CHUNK = 1 << 20
_NOT_A_FORM = N_("Send the files as multipart/form-data.")
_TOO_LARGE = N_("The files are too large. An import takes at most 500 MiB at once; send several.")
_NAME = re.compile(r"[^\w.\- ()]", re.UNICODE)


async def form_of(request: Request) -> FormData:
    """The multipart form; its files are spooled to disk. Answers 413 as soon as it grows beyond the limit."""
    if request.headers.get("content-type", "").partition(";")[0] != "multipart/form-data":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _NOT_A_FORM)
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BYTES:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)
        return message

    return await Request(request.scope, counted).form(max_files=MAX_FILES, max_fields=MAX_FILES)


async def save(files: Iterable[UploadFile], folder: Path) -> None:
    """Write each under its own name, cleaned. Raises Invalid where two have the same."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        target = folder / safe_name(file.filename or "")
        if target.exists():
            raise Invalid(problems=[{"field": "files", "problem": f"{target.name} was sent twice"}])
        with target.open("wb") as saved:
            while chunk := await file.read(_CHUNK):
                saved.write(chunk)


def safe_name(name: str) -> str:
    """The last part of the name, without anything that could lead elsewhere."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = Path(_NAME.sub("_", last).lstrip(".") or ".")
    if not cleaned.name:
        raise Invalid(problems=[{"field": "files", "problem": "every file needs a name"}])
    # File systems count bytes, of which a Chinese character has three.
    return cleaned.stem.encode()[:LONGEST_NAME].decode(errors="ignore") + cleaned.suffix[:LONGEST_SUFFIX]
