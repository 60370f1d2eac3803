"""Where do imports lie that were begun, so that they outlive this process?"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from uuid import UUID

import msgspec

from services.importing.wizard.draft import Draft

KEPT = 200
_STATE = "import.json"


class Store:
    """One folder for each import below the data folder; nothing of it is served as a file of the web."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "imports"
        self._lock = Lock()

    def folder(self, import_id: UUID) -> Path:
        """Its files, checks and rejected rows."""
        return self._root / str(import_id)

    def save(self, draft: Draft) -> None:
        """Whole or not at all: a process that dies while writing leaves the former state."""
        folder = self.folder(draft.id)
        with self._lock:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            written = folder / f"{_STATE}.new"
            written.write_bytes(msgspec.json.encode(draft))
            os.replace(written, folder / _STATE)

    def load(self, import_id: UUID) -> Draft | None:
        """None where there is no such import."""
        try:
            return msgspec.json.decode((self.folder(import_id) / _STATE).read_bytes(), type=Draft)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def all(self) -> list[Draft]:
        """Newest first."""
        return sorted(self._every(), key=lambda draft: draft.began_at, reverse=True)

    def _every(self) -> Iterator[Draft]:
        for path in self._root.glob(f"*/{_STATE}"):
            try:
                draft = self.load(UUID(path.parent.name))
            except ValueError:
                continue
            if draft is not None:
                yield draft

    def tidy(self) -> None:
        """Forget the files of the oldest imports; what they brought is told by the log."""
        for draft in self.all()[KEPT:]:
            shutil.rmtree(self.folder(draft.id), ignore_errors=True)
