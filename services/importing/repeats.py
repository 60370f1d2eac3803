"""Which earlier row, of this file or of one before it, is about the same customer?"""

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from uuid import UUID

from services.importing.alike import Way


class Earlier(NamedTuple):
    """A row that had one of the marks first: its file's number, its record, and what they have in common."""

    file: int
    row: int
    record_id: UUID
    way: Way


class Repeats:
    """The marks of all rows so far. They are kept in a file: a million rows would fill the memory."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._path = path
        self._base = sqlite3.connect(path, check_same_thread=False)
        self._base.executescript(
            "pragma journal_mode = off; pragma synchronous = off;"
            "create table marks (mark integer primary key, file integer, line integer, record blob)"
            " without rowid"
        )

    def __enter__(self) -> "Repeats":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        self._path.unlink(missing_ok=True)

    def earlier(self, file: int, row: int, kind: str, marks: Iterable[tuple[Way, str]]) -> Earlier | None:
        """Who had one of these marks first, if not this very row.

        People and companies, which `kind` tells apart, may share a mark.
        """
        for way, mark in marks:
            number = _hash(f"{kind}:{way}:{mark}")
            asked = "select file, line, record from marks where mark = ?"
            known = self._base.execute(asked, (number,)).fetchone()
            if known is not None and known[:2] != (file, row):
                return Earlier(known[0], known[1], UUID(bytes=known[2]), way)
        return None

    def keep(self, file: int, row: int, kind: str, marks: Iterable[tuple[Way, str]], record_id: UUID) -> None:
        """Those of the marks that nobody had are this row's from now on."""
        rows = [(_hash(f"{kind}:{way}:{mark}"), file, row, record_id.bytes) for way, mark in marks]
        self._base.executemany("insert or ignore into marks values (?, ?, ?, ?)", rows)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
