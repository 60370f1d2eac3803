"""Which rows stand in this CSV file?"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, TextIO

from services.importing.encoding import encoding_of
from services.importing.error_file import REASON, restored
from services.importing.problems import Unreadable
from services.importing.separator import separator_of

MAX_COLUMNS = 1_000
MAX_FIELD = 131_072
MAX_LINE = 4_000_000
_EXPORTED = ("customer_id", "deal_id")
"""With which column a list begins that was exported: no cell of it begins a formula."""


Edits = Mapping[int, Mapping[int, str]]
"""Row → column's number → what stands there instead."""


class Line(NamedTuple):
    """One row as it stands in the file: its number (the header is 1), its cells, what is wrong with it."""

    row: int
    cells: list[str]
    fault: str | None = None


@dataclass(frozen=True)
class Table:
    """A CSV file that can be read: header, encoding, delimiter, number of rows without the header.

    `offset` is the number of leading columns that an error file has added; `chosen` the only row there is.
    """

    path: Path
    header: list[str]
    encoding: str
    certain: bool
    delimiter: str
    rows: int
    offset: int
    edits: Edits = field(default_factory=dict)
    chosen: int | None = None

    def only(self, row: int) -> "Table":
        """The same table with one of its rows."""
        return replace(self, chosen=row)

    def column(self, name: str) -> Iterator[str]:
        """What stands in one column, of every row that is long enough."""
        number = self.header.index(name) + self.offset
        for line in _raw_lines(self.path, self.encoding, self.delimiter):
            if line.row > 1 and number < len(line.cells):
                yield self._bare(line.cells[number].strip())

    def lines(self) -> Iterator[Line]:
        """Every row after the header, one at a time."""
        for line in _raw_lines(self.path, self.encoding, self.delimiter):
            if self.chosen is not None and line.row > self.chosen:
                return
            if line.row > 1 and self.chosen in (None, line.row) and (line.cells or line.fault):
                cells = [self._bare(cell.strip()) for cell in line.cells[self.offset :]]
                yield self._checked(line._replace(cells=self._edited(line.row, cells)))

    def _bare(self, cell: str) -> str:
        """The cell without the apostrophe that protects a spreadsheet, where Hindsight wrote the file."""
        ours = self.offset or self.header[0] in _EXPORTED
        return restored(cell) if ours else cell

    def _edited(self, row: int, cells: list[str]) -> list[str]:
        for column, text in self.edits.get(row, {}).items():
            if column < len(cells):
                cells[column] = text
        return cells

    def _checked(self, line: Line) -> Line:
        width = len(self.header)
        if line.fault is None and len(line.cells) != width:
            fault = f"the row has {len(line.cells):,} fields where the header has {width}"
            return line._replace(fault=fault)
        if line.fault is None and "\x00" in "".join(line.cells):
            column = next(name for name, cell in zip(self.header, line.cells, strict=True) if "\x00" in cell)
            return line._replace(fault=f"the column {column} contains a NUL character")
        return line


def open_table(
    path: Path, encoding: str | None = None, delimiter: str | None = None, edits: Edits | None = None
) -> Table:
    """Read the file once from end to end, so that a broken one is refused at once. Raises Unreadable."""
    if path.stat().st_size == 0:
        raise Unreadable(f"{path.name}: the file is empty; a header row with the column names is needed.")
    found, certain = encoding_of(path, encoding)
    delimiter = delimiter or separator_of(path, found)
    lines = _raw_lines(path, found, delimiter)
    first = next(lines, Line(1, []))
    header = _checked_header(path, first)
    offset = header.index(REASON) + 1 if REASON in header else 0
    rows = sum(1 for line in lines if line.cells or line.fault)
    own = [restored(name) for name in header[offset:]] if offset else header
    return Table(path, own, found, certain, delimiter, rows, offset, edits or {})


def _raw_lines(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(MAX_FIELD)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_capped(file, path), delimiter=delimiter, strict=True)
        row = 0
        while True:
            row, before = row + 1, reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(row, [], _fault(path, row, before, reader.line_num, error))
                continue
            yield Line(row, cells)


def _fault(path: Path, row: int, before: int, line: int, error: csv.Error) -> str:
    unclosed = "unexpected end of data" in str(error) or ("field larger" in str(error) and line - before > 1)
    if unclosed:
        raise Unreadable(
            f"{path.name}: row {row} (line {before + 1}) opens a quote that is never closed, so everything "
            'after it would be one field. Close the quote, or double it ("") if it belongs to the text.'
        )
    if "field larger" in str(error):
        return f"a field is longer than {MAX_FIELD:,} characters"
    return f"the row is not CSV: {error}"


def _capped(file: TextIO, path: Path) -> Iterator[str]:
    number = 0
    while text := file.readline(MAX_LINE):
        number += 1
        if len(text) >= MAX_LINE:
            raise Unreadable(
                f"{path.name}: line {number} is longer than {MAX_LINE:,} characters; "
                f"at most {MAX_COLUMNS:,} columns are read. Is it a CSV file with line breaks?"
            )
        yield text


def _checked_header(path: Path, first: Line) -> list[str]:
    if first.fault or not any(cell.strip() for cell in first.cells):
        raise Unreadable(f"{path.name}: row 1 is no header: {first.fault or 'it is blank'}.")
    header = [cell.strip() for cell in first.cells]
    if len(header) > MAX_COLUMNS:
        raise Unreadable(
            f"{path.name}: row 1 has {len(header):,} columns; at most {MAX_COLUMNS:,} columns are read. "
            "Is the delimiter right?"
        )
    double = next((name for name in header if name and header.count(name) > 1), None)
    if double:
        numbers = ", ".join(str(n) for n, name in enumerate(header, 1) if name == double)
        raise Unreadable(
            f"{path.name}: row 1 names the column {double} twice (columns {numbers}). Rename one."
        )
    return header
