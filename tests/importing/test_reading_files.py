"""Which tables are found in spreadsheets, vCards and text, and which files end with a clear answer?"""

import csv
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from services.importing.problems import Unreadable
from services.importing.reading import child, kinds
from services.importing.reading.tables import sheets_of
from services.importing.table import open_table

CARDS = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E5=A8=9C;;;
TEL;CELL:13800138000
EMAIL;INTERNET:lina@example.com
ORG:=E4
PHOTO;ENCODING=BASE64;JPEG:
 AAAAAAAA
 AAAAAAAA

END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Ann Berg
N:Berg;Ann;;;
EMAIL;TYPE=INTERNET:ann@
 example.com
EMAIL;TYPE=WORK:work@example.com
BDAY:19800321
ADR;TYPE=HOME:;;1 Main St;Austin;TX;12345;USA
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Bo Chen
N:Chen;Bo;;;
TEL;VALUE=uri:tel:+8613800138001
END:VCARD
"""


def rows(path: Path, folder: Path, sheet: int = 0) -> list[list[str]]:
    with sheets_of(path, folder)[sheet].path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_spreadsheet_keeps_every_digit_and_its_dates(tmp_path: Path) -> None:
    path = tmp_path / "客户.xlsx"
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    book.add_worksheet("leer")
    sheet = book.add_worksheet("客户")
    sheet.write_row(0, 0, ["客户名称", "手机", "编号", "金额", "成立", "活跃"])
    sheet.write_string(1, 0, "上海凯捷")
    sheet.write_string(1, 1, "013800138000")
    sheet.write_number(1, 2, 123456789012345)
    sheet.write_number(1, 3, 0.1)
    sheet.write_datetime(1, 4, datetime(2020, 3, 5), day)
    sheet.write(1, 5, True)
    book.close()
    found = sheets_of(path, tmp_path)
    assert [each.name for each in found] == ["客户"]
    assert rows(path, tmp_path)[1] == [
        "上海凯捷",
        "013800138000",
        "123456789012345",
        "0.1",
        "2020-03-05",
        "true",
    ]


def test_people_of_a_vcard_file_become_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    path.write_text(CARDS, encoding="utf-8")
    header, *people = rows(path, tmp_path)
    told = [dict(zip(header, person, strict=True)) for person in people]
    assert [person["Name"] for person in told] == ["李娜", "Ann Berg", "Bo Chen"]
    assert (told[1]["E-mail 1"], told[1]["E-mail 2"]) == ("ann@example.com", "work@example.com")
    assert (told[1]["Birthday"], told[1]["City"]) == ("1980-03-21", "Austin")
    assert told[2]["Phone 1"] == "+8613800138001"
    assert not any("AAAA" in cell for person in people for cell in person)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(450):
                part.write(bytes(1_000_000))
    with pytest.raises(Unreadable, match=r"unpacks to 450 MB; at most 400 MB"):
        kinds.kind_of(path)


def test_a_sheet_with_thousands_of_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_row(0, 0, [f"c{number}" for number in range(16_000)])
    book.close()
    with pytest.raises(Unreadable, match=r"16,000 columns; at most 1,000 columns"):
        sheets_of(path, tmp_path)


def test_a_sheet_that_would_fill_the_memory_ends_with_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 900, "b")  # a small file, a billion cells
    book.close()
    with pytest.raises(Unreadable, match="more memory than an import may have"):
        sheets_of(path, tmp_path)


def test_a_reader_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SECONDS", 0.01)
    path = tmp_path / "people.vcf"
    path.write_text(CARDS, encoding="utf-8")
    with pytest.raises(Unreadable, match="could not be read within"):
        sheets_of(path, tmp_path)


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"PK\x03\x04 and then nothing", "damaged or cut off"),
    ],
)
def test_files_of_another_kind_are_named(content: bytes, answer: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=answer):
        kinds.kind_of(path)


def test_an_archive_without_a_spreadsheet_is_none(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    with pytest.raises(Unreadable, match="an archive without a spreadsheet"):
        kinds.kind_of(path)


TABLE = "column1,column2,column3\nrow1-1,row1-2,row1-3\n李娜,row2-2,row2-3\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_the_same_rows_are_read_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(TABLE.encode(encoding))
    table = open_table(path)
    assert table.header == ["column1", "column2", "column3"]
    assert [line.cells for line in table.lines()] == [
        ["row1-1", "row1-2", "row1-3"],
        ["李娜", "row2-2", "row2-3"],
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "!", "^"])
def test_the_separator_is_found(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f'a{separator}b{separator}c\n1{separator}"x, y; z! w"{separator}3\n', encoding="utf-8")
    table = open_table(path)
    assert (table.delimiter, next(table.lines()).cells) == (separator, ["1", "x, y; z! w", "3"])
