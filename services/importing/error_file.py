"""How are rejected rows written down, so that they can be mended and imported again?"""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

ROW, REASON = "hindsight_row", "hindsight_reason"
_RISKY = "=+-@\t\r'＝＋－＠"


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet might run it as a formula."""
    return f"'{cell}" if cell[:1] in _RISKY and cell else cell


def restored(cell: str) -> str:
    """The cell as it was before `harmless`."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1:2] in _RISKY else cell


class ErrorFile:
    """Original columns behind row number and reason; UTF-8 with a mark, for Excel."""

    def __init__(self, path: Path, header: Sequence[str], delimiter: str) -> None:
        self.path = path
        self.rows = 0
        self._header = header
        self._delimiter = delimiter

    def __enter__(self) -> "ErrorFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.rows:
            self._file.close()

    def add(self, row: int, cells: Sequence[str], reason: str) -> None:
        if not self.rows:
            self._begin()
        self.rows += 1
        self._writer.writerow([row, harmless(reason), *map(harmless, cells)])

    def _begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=self._delimiter)
        self._writer.writerow([ROW, REASON, *map(harmless, self._header)])
