"""Which tables stand in a file, whatever its kind, each as a CSV file?"""

from pathlib import Path

import msgspec

from services.importing.problems import Unreadable
from services.importing.reading.child import read_by
from services.importing.reading.kinds import kind_of

_READERS = {
    "spreadsheet": "services.importing.reading.spreadsheet",
    "vcard": "services.importing.reading.vcard",
}


class Sheet(msgspec.Struct, frozen=True):
    """One table: its name (empty for a CSV file), and the CSV file that holds it."""

    name: str
    path: Path


def sheets_of(path: Path, folder: Path) -> list[Sheet]:
    """The tables of a file; those of a spreadsheet or vCard are written below `folder`. Raises Unreadable."""
    kind = kind_of(path)
    if kind == "text":
        return [Sheet("", path)]
    own = folder / f"{path.name}.tables"
    own.mkdir(parents=True, exist_ok=True)
    found = [Sheet(each["name"], own / each["file"]) for each in read_by(_READERS[kind], path, own)]
    if not found:
        raise Unreadable(f"{path.name}: every sheet is empty; a header row with the column names is needed.")
    return found
