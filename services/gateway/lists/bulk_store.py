"""Where do changes of many rows lie, so that they outlive the gateway that began them?"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from uuid import UUID

import msgspec

from services.gateway.lists.bulk import BulkWish, Standing

KEPT = 200
_WISH, _STANDING = "wish.json", "standing.json"


class BulkStore:
    """A folder for each below the data folder: what was wished for, and how far it is."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "changes"
        self._lock = Lock()

    def begin(self, wish: BulkWish) -> None:
        """Keep a new one, and forget the oldest; what they changed is told by the log."""
        for old in sorted(self._folders(), key=lambda folder: folder.stat().st_mtime)[: -KEPT + 1]:
            shutil.rmtree(old, ignore_errors=True)
        self._write(wish.id, _STANDING, Standing())
        self._write(wish.id, _WISH, wish)

    def save(self, change_id: UUID, standing: Standing) -> None:
        """How far it is by now."""
        self._write(change_id, _STANDING, standing)

    def load(self, change_id: UUID) -> tuple[BulkWish, Standing] | None:
        """None where there is no such change."""
        folder = self._root / str(change_id)
        try:
            wish = msgspec.json.decode((folder / _WISH).read_bytes(), type=BulkWish)
            return wish, msgspec.json.decode((folder / _STANDING).read_bytes(), type=Standing)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def running(self) -> Iterator[UUID]:
        """Those that have not come to their end."""
        for folder in self._folders():
            found = self.load(UUID(folder.name))
            if found is not None and found[1].state == "running":
                yield found[0].id

    def _folders(self) -> list[Path]:
        return [path.parent for path in self._root.glob(f"*/{_WISH}")]

    def _write(self, change_id: UUID, name: str, content: BulkWish | Standing) -> None:
        """Whole or not at all: a process that dies while writing leaves the former state."""
        folder = self._root / str(change_id)
        with self._lock:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            written = folder / f"{name}.new"
            written.write_bytes(msgspec.json.encode(content))
            os.replace(written, folder / name)
