"""What is known of an import between the upload and its end?"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from services.importing.mapping import FileMapping

State = Literal["mapping", "checking", "ready", "running", "done", "failed", "undoing", "undone"]
ACTIVE = ("checking", "running", "undoing")


class DraftFile(msgspec.Struct, kw_only=True):
    """One table that was sent.

    path: below the import's folder. target: what its rows are, None while nobody knows.
    later: what they are where nothing can be made of them yet. left_out: it is not imported.
    edits: row → column's number → text, as the reader corrected it.
    """

    name: str
    sheet: str = ""
    path: str
    rows: int
    header: list[str]
    encoding: str
    certain: bool = True
    offset: int = 0
    delimiter: str
    target: str | None = None
    later: str | None = None
    preset: str | None = None
    mapping: FileMapping | None = None
    left_out: bool = False
    edits: dict[int, dict[int, str]] = {}


class Draft(msgspec.Struct, kw_only=True):
    """One import. `report` is what the last check, run or undo told; `version` changes with each change.

    user_id: who imports; None is Hindsight itself. credential: the session whose rights the run has.
    """

    id: UUID
    user_id: UUID | None
    actor: str
    branch: str = ""
    credential: UUID | None = None
    began_at: datetime
    state: State = "mapping"
    error: str | None = None
    dry_run: bool = False
    version: int = 1
    files: list[DraftFile] = []
    report: dict[str, Any] | None = None
    undo_report: dict[str, Any] | None = None

    def chosen(self) -> list[DraftFile]:
        """The files that are imported, in their order."""
        return [file for file in self.files if file.mapping is not None and not file.left_out]
