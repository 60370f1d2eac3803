"""What does a row mean once its cells are corrected?"""

from collections.abc import Mapping
from pathlib import Path

from services.importing.runner import Import, Run
from services.importing.wizard import checking
from services.importing.wizard.checking import Check, Row
from services.importing.wizard.draft import Draft
from shared.log.log import Log


def corrected(
    draft: Draft, number: int, row: int, cells: Mapping[str, str], folder: Path, log: Log, run: Run
) -> Row | None:
    """Keep the correction, and read this row anew. None where the preview shows no such row."""
    file = draft.files[number]
    chosen = draft.chosen()
    place = next((n for n, each in enumerate(chosen) if each is file), None)
    if place is None:
        return None
    checked = checking.found(folder, place)
    old = checked.row(row)
    if old is None:
        return None
    own = {file.header.index(name): text for name, text in cells.items()}
    file.edits = {**file.edits, row: {**file.edits.get(row, {}), **own}}
    found = _read_again(draft, place, row, folder, log, run)
    if found is None:
        return None
    checked.recount(old, found)
    checking.keep(folder, place, checked)
    return found


def _read_again(draft: Draft, place: int, row: int, folder: Path, log: Log, run: Run) -> Row | None:
    chosen = draft.chosen()
    check = Check(len(chosen))
    files = [(file.mapping, folder / file.path) for file in chosen if file.mapping]
    edits = {n: file.edits for n, file in enumerate(chosen)}
    work = Import(files, log, None, folder / "corrected", run=run._replace(edits=edits, watcher=check))
    work.read_row(place, row)
    return next(iter(check.files[place].rows.get("all", [])), None)
