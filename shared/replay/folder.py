"""How do events become a folder of files by month and context, as Hive, DuckDB and Spark read it?"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from shared.log.scan import Scan
from shared.replay import manifest
from shared.replay.manifest import ExportedFile, Manifest, OtherExport
from shared.replay.shape import by_month_and_context
from shared.replay.target import Busy, Reached


class Encoding(NamedTuple):
    """A format of files: its name, which is also their suffix, and how one is written."""

    name: str
    write: Callable[[pa.Table, Path], None]


class Folder:
    """`month=2017-06/context=sales/part-<first position>.<suffix>`, and a manifest."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._path = path
        self._encoding = encoding
        self._lock: int | None = None

    def begin(self, log: str, filters: Scan) -> Reached:
        self._path.mkdir(parents=True, exist_ok=True)
        self._lock = locked(self._path)
        self._manifest = self._found(manifest.new(self._encoding.name, log, filters))
        self._sweep()
        return Reached(self._manifest.position, self._manifest.events)

    def _found(self, wanted: Manifest) -> Manifest:
        path = self._path / manifest.NAME
        if found := manifest.read(path):
            return manifest.continued(found, wanted, self._path)
        if any(self._path.iterdir()):
            raise OtherExport(f"{self._path} is not empty and holds no export. Choose another folder.")
        manifest.write(path, wanted)
        return wanted

    def _sweep(self) -> None:
        # What a process wrote that was killed before the manifest named it.
        known = {file.path for file in self._manifest.files}
        for pattern in ("part-*", ".part-*"):
            for path in self._path.glob(f"month=*/context=*/{pattern}.{self._encoding.name}"):
                if str(path.relative_to(self._path)) not in known:
                    path.unlink()

    def write(self, events: pa.Table, position: int, upto: int) -> None:
        written = list(self._parts(events))
        manifest.publish([(hidden(self._path / file.path), self._path / file.path) for file in written])
        self._manifest = self._manifest.now([*self._manifest.files, *written], position, upto)
        manifest.write(self._path / manifest.NAME, self._manifest)

    def _parts(self, events: pa.Table) -> Iterator[ExportedFile]:
        for month, context, part in by_month_and_context(events):
            positions = part.column("position")
            first, last = positions[0].as_py(), positions[-1].as_py()
            path = Path(f"month={month}", f"context={context}", f"part-{first:015}.{self._encoding.name}")
            draft = hidden(self._path / path)
            draft.parent.mkdir(parents=True, exist_ok=True)
            self._encoding.write(part, draft)
            yield ExportedFile(
                path=str(path),
                events=len(part),
                first=first,
                last=last,
                bytes=draft.stat().st_size,
                sha256=_sha256(draft),
            )

    def close(self) -> None:
        if self._lock is not None:
            os.close(self._lock)


def hidden(path: Path) -> Path:
    """The name of a file while it is being written; readers of the folder pass over it."""
    return path.with_name(f".{path.name}")


def locked(path: Path) -> int:
    """A descriptor of the file or folder that no other process has this way; the kernel gives it back.

    Raises Busy.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Busy(f"Another replay writes to {path} at this moment. Wait for it, or stop it.") from None
    return descriptor


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
