"""Which tables stand in this spreadsheet? Each sheet becomes a CSV file, its values exactly as stored."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine as calamine

from services.importing.problems import Unreadable
from services.importing.table import MAX_COLUMNS

MAX_SHEETS = 50
_EXACT = 10**15  # a whole number below it has not lost a digit in the spreadsheet


def tables(path: Path, folder: Path) -> list[dict[str, Any]]:
    """Name, file and number of rows of each sheet that holds something. Raises Unreadable."""
    try:
        with calamine.load_workbook(str(path)) as book:
            return list(_written(book, path.name, folder))
    except calamine.PasswordError:
        text = f"{path.name}: is protected with a password. Save it without one and send it again."
        raise Unreadable(text) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"{path.name}: cannot be read as a spreadsheet: {error}. Save it anew.") from None


def _written(book: calamine.CalamineWorkbook, name: str, folder: Path) -> Iterator[dict[str, Any]]:
    for number, title in enumerate(book.sheet_names[:MAX_SHEETS]):
        sheet = book.get_sheet_by_name(title)
        if sheet.width > MAX_COLUMNS:
            raise Unreadable(
                f"{name}: the sheet {title} has {sheet.width:,} columns; at most {MAX_COLUMNS:,} columns "
                "are read. Take away those that are not needed."
            )
        target = folder / f"{number}.csv"
        if rows := _write(sheet, target):
            yield {"name": title, "file": target.name, "rows": rows - 1}


def _write(sheet: calamine.CalamineSheet, target: Path) -> int:
    rows = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for values in sheet.iter_rows():
            cells = [_text(value) for value in values]
            if any(cells):
                writer.writerow(cells if rows else _named(cells))
                rows += 1
            elif rows:
                file.write("\r\n")  # the numbers of the rows stay those of the sheet
    return rows


def _named(header: list[str]) -> list[str]:
    return [name.strip() or f"Column {number}" for number, name in enumerate(header, 1)]


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value).replace("\x00", "")
