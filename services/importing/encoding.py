"""In which character encoding is this file written?"""

import codecs
from pathlib import Path

import charset_normalizer

from services.importing.problems import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20


def encoding_of(path: Path, declared: str | None = None) -> tuple[str, bool]:
    """The encoding, and whether it is certain. Raises Unreadable.

    A byte order mark decides; then the declared encoding; then UTF-8, UTF-16 without a mark and GB18030,
    whichever decodes the whole file; a statistical guess is the last resort.
    """
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, True
    if declared:
        return _checked(path, declared), True
    if _decodes(path, "utf-8") and not _looks_like_utf16(start):
        return "utf-8", True
    if _looks_like_utf16(start):
        return ("utf-16-be" if start[0] == 0 else "utf-16-le"), False
    if _decodes(path, "gb18030"):
        return "gb18030", False
    return _guessed(path, start), False


def _checked(path: Path, declared: str) -> str:
    try:
        "".encode(declared)  # looks it up, and refuses those that are not of text, such as base64
    except (LookupError, ValueError):
        raise Unreadable(
            f"{path.name}: the mapping gives the encoding {declared!r}, which does not exist."
        ) from None
    if not _decodes(path, declared):
        raise Unreadable(
            f"{path.name}: is not written in {declared}, as the mapping says. "
            "Leave `encoding` out to have it found."
        )
    return declared


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_utf16(start: bytes) -> bool:
    even, odd = start[0:2000:2].count(0), start[1:2000:2].count(0)
    size = len(start[:2000]) // 2
    return size > 0 and max(even, odd) > size * 0.4 and min(even, odd) < size * 0.1


def _guessed(path: Path, start: bytes) -> str:
    best = charset_normalizer.from_bytes(start[:200_000]).best()
    if best is None or not _decodes(path, best.encoding):
        raise Unreadable(
            f"{path.name}: is not text in any encoding known here. Is it a CSV file? "
            "Save it as CSV UTF-8, or name its `encoding` in the mapping."
        )
    return best.encoding
