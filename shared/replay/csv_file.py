"""How do events become one CSV file that a later run goes on with?"""

import hashlib
import os
from pathlib import Path

import pyarrow as pa

from shared.log.scan import Scan
from shared.replay import manifest
from shared.replay.encodings import write_csv
from shared.replay.folder import locked
from shared.replay.manifest import ExportedFile, Manifest, OtherExport
from shared.replay.target import Reached

_CHUNK = 1 << 20


class CsvFile:
    """`events.csv`, and beside it `events.csv.manifest.json`, which says how many of its bytes count."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._manifest_path = path.with_name(f"{path.name}.manifest.json")
        self._lock: int | None = None

    def begin(self, log: str, filters: Scan) -> Reached:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._manifest = self._found(manifest.new("csv", log, filters))
        self._lock = locked(self._path)
        self._digest, self._bytes = hashlib.sha256(), 0
        self._check(self._manifest.files)
        os.truncate(self._path, self._bytes)  # the rest is a step that was broken off
        return Reached(self._manifest.position, self._manifest.events)

    def _found(self, wanted: Manifest) -> Manifest:
        if found := manifest.read(self._manifest_path):
            return manifest.continued(found, wanted, self._path)
        if self._path.exists():
            raise OtherExport(f"{self._path} exists and is no export. Choose another file.")
        self._path.touch()
        manifest.write(self._manifest_path, wanted)
        return wanted

    def _check(self, files: list[ExportedFile]) -> None:
        for file in files:
            self._digest_upto(file.bytes)
            if self._digest.hexdigest() != file.sha256:
                raise OtherExport(f"{self._path} was changed since it was written. Choose another file.")

    def _digest_upto(self, end: int) -> None:
        with self._path.open("rb") as file:
            file.seek(self._bytes)
            while self._bytes < end and (chunk := file.read(min(_CHUNK, end - self._bytes))):
                self._digest.update(chunk)
                self._bytes += len(chunk)

    def write(self, events: pa.Table, position: int, upto: int) -> None:
        files = self._manifest.files
        if len(events):
            with self._path.open("ab") as file:
                write_csv(events, file, header=self._bytes == 0)
                file.flush()
                os.fsync(file.fileno())
            self._digest_upto(self._path.stat().st_size)
            files = [self._with(events, *files)]
        self._manifest = self._manifest.now(files, position, upto)
        manifest.write(self._manifest_path, self._manifest)

    def _with(self, events: pa.Table, *before: ExportedFile) -> ExportedFile:
        positions = events.column("position")
        return ExportedFile(
            path=self._path.name,
            events=len(events) + sum(file.events for file in before),
            first=before[0].first if before else positions[0].as_py(),
            last=positions[-1].as_py(),
            bytes=self._bytes,
            sha256=self._digest.hexdigest(),
        )

    def close(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
