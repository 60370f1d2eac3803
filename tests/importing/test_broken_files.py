"""Does every broken file get an answer that names file, row and column, with nothing half-written?"""

import subprocess
import sys
from pathlib import Path

import pytest

from services.importing.problems import Unreadable
from shared.importing import record_id
from shared.log.log import Log
from tests.importing.conftest import Run

HEADER = "Good,Family,Price\n"


def goods(folder: Path, content: str | bytes) -> Path:
    path = folder / "goods.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "goods.csv: the file is empty"),
        ("\n\n", "row 1 is no header"),
        ("Good,Family\nLamp,Light\n", "no column 'Price'"),
        ("Good,Family,Price,Good\nLamp,Light,1,2\n", "row 1 names the column Good twice (columns 1, 4)"),
        (HEADER + 'Lamp,Light,1\n"Desk,Office,2\nChair,Office,3\n', "row 3 (line 3) opens a quote"),
        (",".join(f"c{n}" for n in range(1_000_000)) + "\n", "at most 1,000 columns are read"),
        (HEADER.encode() + b"\x81\x00\xff\xfe\x00" * 9, "is not text in any encoding"),
        ("x" * 5_000_000, "line 1 is longer than"),
    ],
    ids=[
        "empty",
        "blank",
        "missing column",
        "double column",
        "unclosed quote",
        "million columns",
        "binary",
        "long",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_before_anything_is_sent(
    shop: Path, run: Run, log: Log, content: str | bytes, words: str
) -> None:
    goods(shop, content)
    with pytest.raises(Unreadable) as refused:
        run(shop)
    assert words in str(refused.value)
    assert log.existing([record_id("user", "李娜")]) == set()


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("Lamp,Light", "row", "has 2 fields where the header has 3"),
        ("Lamp,Light,1,2", "row", "has 4 fields where the header has 3"),
        ("Lamp,Light,1" + "," * 100_000, "row", "has 100,003 fields"),
        ("La\x00mp,Light,1", "row", "the column Good contains a NUL"),
        ("Lamp,Light,cheap", "Price", "'cheap' is not a number"),
        ("Lamp,Light,-1", "Price", "greater than or equal to 0"),
        ("Lamp,,1", "Family", "is blank"),
        ("Lamp," + "x" * 201 + ",1", "Family", "at most 200 characters"),
        ("Lamp," + "x" * 140_000 + ",1", "row", "longer than 131,072 characters"),
        (",Light,1", "Good", "names the record"),
    ],
    ids=[
        "short",
        "long",
        "very long",
        "NUL",
        "text",
        "negative",
        "blank",
        "long text",
        "huge field",
        "no key",
    ],
)
def test_a_broken_row_is_rejected_and_the_others_are_loaded(
    shop: Path, run: Run, log: Log, row: str, field: str, words: str
) -> None:
    report = run(goods(shop, f"{HEADER}Chair,Office,70\n{row}\nShelf,Office,80\n"))
    (finding,) = report.findings
    assert (finding.problem.effect, finding.problem.field, list(finding.rows)) == ("rejected", field, [3])
    assert words in finding.problem.text
    assert (report.files[0].created, report.files[0].rejected) == (2, 1)
    assert log.existing([record_id("product", "Lamp")]) == set()


def test_a_record_that_stands_in_a_file_twice_is_loaded_once(shop: Path, run: Run) -> None:
    path = goods(shop, f"{HEADER}Lamp,Light,70\nLamp,Light,80\n")
    report = run(path)
    (finding,) = report.findings
    assert "'Lamp' names the record of an earlier row" in finding.problem.text
    assert (report.files[0].created, report.files[0].rejected) == (1, 1)
    assert run(path).files[0].unchanged == 1


def test_a_row_that_names_an_unknown_record_is_rejected_or_loaded_without_it(shop: Path, run: Run) -> None:
    deals = shop / "deals.csv"
    deals.write_text(
        "No,Who,What,Buyer,State,Begun,Ended,Worth\nD8,Nobody,Lamp,,Engaging,2025-01-01,,\n"
        "D9,李娜,Sofa,,Engaging,2025-01-01,,\n",
        encoding="utf-8",
    )
    report = run(shop)
    told = {(each.problem.effect, each.problem.field): each for each in report.findings}
    assert list(told[("rejected", "What")].rows) == [3]
    assert "no product 'Sofa'" in told[("rejected", "What")].problem.text
    assert list(told[("warning", "Who")].rows) == [2]
    assert (report.files[5].created, report.files[5].rejected) == (1, 1)


def test_a_won_deal_without_a_closing_date_is_rejected_by_its_column(shop: Path, run: Run) -> None:
    deals = shop / "deals.csv"
    deals.write_text(
        "No,Who,What,Buyer,State,Begun,Ended,Worth\nD8,李娜,Lamp,,Won,2025-01-01,,5\n", encoding="utf-8"
    )
    rejected = [each.problem for each in run(shop).findings if each.problem.effect == "rejected"]
    assert [problem.field for problem in rejected] == ["Ended"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_chinese_text_is_read_in_any_usual_encoding(shop: Path, run: Run, log: Log, encoding: str) -> None:
    text = "Good,Family,Price\r\n台灯,灯具,120\r\n书桌,办公家具,900\r\n"
    run(goods(shop, text.encode(encoding)))
    assert log.stream(record_id("product", "书桌"))[0].event.series == "办公家具"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found(shop: Path, run: Run, delimiter: str) -> None:
    text = "Good,Family,Price\nLamp,Light,120\n".replace(",", delimiter)
    assert run(goods(shop, text)).files[0].created == 1


def test_rejected_rows_can_be_mended_and_imported_again(shop: Path, run: Run, log: Log) -> None:
    path = goods(shop, HEADER + 'Lamp,"=cmd|x",cheap\nDesk,Office,5\n')
    errors = Path(run(path).files[0].error_file or "")
    written = errors.read_text(encoding="utf-8-sig")
    assert "'=cmd|x" in written
    errors.write_text(written.replace("cheap,", "7,").replace(",cheap", ",7"), encoding="utf-8-sig")
    assert run(errors).files[0].created == 1
    assert log.stream(record_id("product", "Lamp"))[0].event.series == "=cmd|x"


def test_a_folder_without_the_file_says_what_it_has(shop: Path, run: Run) -> None:
    (shop / "goods.csv").rename(shop / "other.csv")
    with pytest.raises(Unreadable, match=r"has no file goods\.csv .* other\.csv"):
        run(shop)


READ = """
import sys
from pathlib import Path
from services.importing.table import open_table

def most():
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])

before = most()
table = open_table(Path(sys.argv[1]))
rows = sum(1 for _ in table.lines())
print(table.rows, rows, most() - before)
"""


def test_a_file_of_a_million_rows_is_never_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    with path.open("w") as file:
        file.write(HEADER)
        file.writelines(f"Lamp {n},Light,1\n" for n in range(1_000_000))
    # A process of its own: what this one holds already would hide what the file takes.
    told = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    counted, read, kilobytes = map(int, told.stdout.split())
    assert (counted, read) == (1_000_000, 1_000_000)
    assert kilobytes < 20_000, f"{kilobytes} kB for a file of {path.stat().st_size // 1024} kB"
