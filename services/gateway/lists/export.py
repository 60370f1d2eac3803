"""How does a list become a file that a spreadsheet opens, and an import takes back unchanged?"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

from xlsxwriter import Workbook

from services.importing.error_file import harmless
from shared.listing.field import Field
from shared.listing.kinds import Kind

BOM = "\ufeff"
_CHUNK = 500
_SEPARATOR = "; "
_SHEET_ROWS = 1_048_575
Row = Mapping[str, Any]


class Column:
    """One column of the file: its heading, and its value in a row."""

    def __init__(self, name: str, value: Callable[[Row], Any]) -> None:
        self.name = name
        self.value = value


NAMED = (Kind.USER, Kind.RECORDS)
"""What holds ids of others, which nobody can read."""


def columns(fields: Sequence[Field], key: str, zone: tzinfo, names: Mapping[UUID, str]) -> list[Column]:
    """The record's id and the fields by the names an import knows; people and records by their names.

    `names` are those of people and groups; one that is not there is not to be seen.
    """
    found = [Column(key, lambda row: str(row[key]))]
    for field in fields:
        found += _columns(field, zone, names)
    return found


def _columns(field: Field, zone: tzinfo, names: Mapping[UUID, str]) -> Iterator[Column]:
    named = next((name for name in field.with_ if name.endswith("_name")), None)
    if named is not None:
        yield Column(named.removesuffix("_name"), lambda row: row[named])
        return
    if field.kind in NAMED:
        yield Column(field.name, lambda row: _named(row[field.name], names))
        return
    yield Column(field.name, lambda row: _plain(row[field.name], field.kind, zone))
    for name in field.with_:
        yield Column(name, lambda row, name=name: row[name])  # type: ignore[misc]


def _named(value: UUID | Sequence[UUID] | None, names: Mapping[UUID, str]) -> str:
    ids = [value] if isinstance(value, UUID) else value or ()
    return _SEPARATOR.join(sorted(names[each] for each in ids if each in names))


def _plain(value: Any, kind: Kind, zone: tzinfo) -> Any:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, list):
        return _SEPARATOR.join(map(str, value))
    if kind is Kind.BOOL:
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)


def csv_lines(found: Sequence[Column], rows: Iterable[Row], *, bom: bool) -> Iterator[bytes]:
    """The file, some rows at a time. No cell begins a formula; an import takes the protection off again."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM if bom else "")
    writer.writerow([column.name for column in found])
    for number, row in enumerate(rows, 1):
        writer.writerow([harmless(column.value(row) or "") for column in found])
        if number % _CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: StringIO) -> bytes:
    text = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return text


def xlsx_file(found: Sequence[Column], rows: Iterable[Row], path: Path) -> None:
    """Write the workbook, every cell as text; rows that one sheet does not hold go on in the next."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        sheet, line = _sheet(book, found), 0
        for row in rows:
            if line == _SHEET_ROWS:
                sheet, line = _sheet(book, found), 0
            line += 1
            for at, column in enumerate(found):
                value = column.value(row)
                if value is not None:
                    sheet.write_string(line, at, value)


def _sheet(book: Any, found: Sequence[Column]) -> Any:
    sheet = book.add_worksheet()
    heading = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(found):
        sheet.write_string(0, at, column.name, heading)
    return sheet
