"""Which earlier row, of this file or of one before it, is about the same customer?"""

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from services.importing.alike import Way


class Repeats:
    """The marks of all rows so far. They are kept in a file: a million rows would fill the memory."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._path = path
        self._base = sqlite3.connect(path, check_same_thread=False)
        self._base.executescript(
            "pragma journal_mode = off; pragma synchronous = off;"
            "create table marks (mark integer primary key, file integer, line integer) without rowid"
        )

    def __enter__(self) -> "Repeats":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        self._path.unlink(missing_ok=True)

    def earlier(
        self, file: int, row: int, kind: str, marks: Iterable[tuple[Way, str]]
    ) -> tuple[int, int, Way] | None:
        """File and row that had one of these marks first, and which; else they are this row's from now on.

        People and companies, which `kind` tells apart, may share a mark.
        """
        found = None
        for way, mark in marks:
            number = _hash(f"{kind}:{way}:{mark}")
            known = self._base.execute("select file, line from marks where mark = ?", (number,)).fetchone()
            if known is None:
                self._base.execute("insert into marks values (?, ?, ?)", (number, file, row))
            elif known != (file, row) and found is None:
                found = (int(known[0]), int(known[1]), way)
        return found


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
