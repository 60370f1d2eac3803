"""What kind of file is this, by its content?"""

import zipfile
from pathlib import Path
from typing import Literal

from services.importing.problems import Unreadable

Kind = Literal["text", "spreadsheet", "vcard"]

MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
MAX_PARTS = 10_000
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
_FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}
_TAKEN = "Hindsight reads CSV, XLSX, XLS, ODS and vCard files"


def kind_of(path: Path) -> Kind:
    """The name's ending does not matter. Raises Unreadable for what can be none of them."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise Unreadable(f"{path.name}: the file is empty; a header row with the column names is needed.")
    if start.startswith(b"PK"):
        _check_archive(path)
        return "spreadsheet"
    if start.startswith(_OLD_EXCEL):
        return "spreadsheet"
    for mark, meaning in _FOREIGN.items():
        if start.startswith(mark):
            raise Unreadable(f"{path.name}: is {meaning}. {_TAKEN}; save the table as one of them.")
    return "vcard" if _begins_a_card(start) else "text"


def _begins_a_card(start: bytes) -> bool:
    # UTF-16 cards have a zero in every other byte.
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain[:11].upper() == b"BEGIN:VCARD"


def _check_archive(path: Path) -> None:
    """A spreadsheet is a compressed archive: a small one may hold more than any memory."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(
            f"{path.name}: is a damaged or cut off file. Send it again, or save it anew."
        ) from None
    names = {part.filename for part in parts}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Unreadable(f"{path.name}: is an archive without a spreadsheet. {_TAKEN}; unpack it first.")
    size = sum(part.file_size for part in parts)
    ratio = max((part.file_size / max(part.compress_size, 1) for part in parts), default=0)
    if size > MAX_UNPACKED or len(parts) > MAX_PARTS or (ratio > MAX_RATIO and size > MAX_UNPACKED / 10):
        raise Unreadable(
            f"{path.name}: unpacks to {size / 1e6:,.0f} MB; at most {MAX_UNPACKED / 1e6:,.0f} MB are read. "
            "Save the sheet as CSV, or in several files."
        )
