"""Does a person see the whole result of an import, in words that are right?"""

from uuid import uuid4

import pytest

from services.importing.problems import Problem
from services.importing.report import FileReport, Report
from services.operations.importing.showing import answer

LONG = "sales_pipeline_of_the_northern_branches_and_the_islands_2017_and_2018.csv"


def shown(capsys: pytest.CaptureFixture[str], file: str, rows: int) -> str:
    """What stands on the console after an import of this file."""
    report = Report(uuid4(), dry_run=False)
    report.files.append(
        FileReport(file=file, entity="deal", rows=rows, encoding="utf-8", created=rows - 1, rejected=1)
    )
    report.findings.add(file, 2, Problem("rejected", "amount", "is not a number"))
    report.end()
    answer(report, json=False)
    return capsys.readouterr().out


def test_the_name_of_a_file_is_never_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = shown(capsys, "sales_pipeline_2017.csv", 8800)
    assert any(line.startswith("sales_pipeline_2017.csv ") for line in said.splitlines())
    assert "…" not in shown(capsys, LONG, 2)


def test_one_row_is_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(capsys, "deals.csv", 1)
    assert "is not a number – 1 row: 2" in said
    assert "1 row in" in said
