"""How far is an import, what did it do, and what was wrong?"""

import time
from typing import Any
from uuid import UUID

import msgspec

from services.importing.problems import Findings


class FileReport(msgspec.Struct, kw_only=True):
    """What became of one file's rows so far; `created_besides` are records they named that were missing."""

    file: str
    entity: str
    rows: int
    encoding: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0
    created_besides: int = 0
    error_file: str | None = None

    @property
    def done(self) -> int:
        return self.created + self.updated + self.unchanged + self.skipped + self.rejected

    def count(self, verdict: str) -> None:
        setattr(self, verdict, getattr(self, verdict) + 1)


class Report:
    """One import. `position` is the log position that read models must reach to show all of it."""

    def __init__(self, run_id: UUID, *, dry_run: bool) -> None:
        self.run_id = run_id
        self.dry_run = dry_run
        self.files: list[FileReport] = []
        self.findings = Findings()
        self.position = 0
        self._started = time.monotonic()
        self._ended: float | None = None

    def end(self) -> None:
        self._ended = time.monotonic()

    @property
    def seconds(self) -> float:
        return (self._ended or time.monotonic()) - self._started

    @property
    def done(self) -> int:
        return sum(file.done for file in self.files)

    @property
    def total(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def rate(self) -> float:
        """Rows a second since the start."""
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def eta_seconds(self) -> float | None:
        """How long the rest will take at this rate; None before the first row."""
        return (self.total - self.done) / self.rate if self.done else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": str(self.run_id),
            "dry_run": self.dry_run,
            "files": [msgspec.to_builtins(file) for file in self.files],
            "problems": [finding.to_dict() for finding in self.findings],
            "rows": self.total,
            "done": self.done,
            "seconds": round(self.seconds, 2),
            "rate": round(self.rate, 1),
            "eta_seconds": None if self.eta_seconds is None else round(self.eta_seconds, 1),
            "position": self.position,
        }
