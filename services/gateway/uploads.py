"""How do uploaded files get onto the disk without ever being held in memory?"""

import re
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from shared.refusals import Invalid

MAX_BYTES = 500 * 1024 * 1024
MAX_FILES = 20
LONGEST_NAME, LONGEST_SUFFIX = 200, 10
_CHUNK = 1 << 20
_NAME = re.compile(r"[^\w.\- ()]", re.UNICODE)


async def form_of(request: Request, limit: int = MAX_BYTES) -> FormData:
    """The multipart form; its files are spooled to disk. Answers 413 as soon as it grows beyond the limit."""
    if request.headers.get("content-type", "").partition(";")[0] != "multipart/form-data":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the files as multipart/form-data.")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise _too_large(limit)
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise _too_large(limit)
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


def _too_large(limit: int) -> HTTPException:
    return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {limit:,} bytes are taken at once.")
