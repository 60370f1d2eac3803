"""What does `hindsight import` answer, to people, to programs, and by its exit code?"""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from projections.sales.pipeline_board import stages
from services.operations.cli import app
from shared.rights.condition import EVERYTHING
from tests.importing.conftest import MAPPINGS


@pytest.fixture(autouse=True)
def environment(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HINDSIGHT_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HINDSIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("HINDSIGHT_AMQP_URL", raising=False)


def hindsight(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["import", "--mapping", str(MAPPINGS), *arguments])


def test_when_the_import_ends_the_read_models_show_it(shop: Path, database: Engine) -> None:
    assert hindsight(str(shop)).exit_code == 0
    with database.connect() as connection:
        assert [total.count for total in stages(connection, see=EVERYTHING)] == [1, 1, 0, 0, 1, 1]
    again = hindsight(str(shop))
    assert "Nothing changed: 14 rows unchanged." in again.stdout


def test_programs_get_the_report_with_every_row(shop: Path) -> None:
    report = json.loads(hindsight(str(shop), "--dry-run", "--json").stdout)
    assert (report["dry_run"], report["rows"], report["done"]) == (True, 14, 14)
    assert {"file", "effect", "field", "text", "count", "rows"} == set(report["problems"][0])


def test_rejected_rows_end_with_1_and_unreadable_files_with_2(shop: Path) -> None:
    (shop / "goods.csv").write_text("Good,Family,Price\nLamp,Light,120\nDesk Pro,Office,dear\n")
    rejected = hindsight(str(shop))
    assert rejected.exit_code == 1
    assert "goods.errors.csv" in rejected.stdout.replace("\n", "")
    (shop / "goods.csv").write_text("")
    broken = hindsight(str(shop))
    assert broken.exit_code == 2
    assert "goods.csv: the file is empty" in broken.stderr


def test_a_mapping_that_leads_out_of_the_folder_ends_with_2(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("Good,Family,Price\ns3cret,Light,9\n", encoding="utf-8")
    mapping = tmp_path / "m.yaml"
    goods = (MAPPINGS / "4-goods.yaml").read_text(encoding="utf-8")
    mapping.write_text(goods.replace("goods.csv", "../secret.csv"), encoding="utf-8")
    refused = CliRunner().invoke(app, ["import", "--mapping", str(mapping), str(shop)])
    assert refused.exit_code == 2
    assert "m.yaml, line 2, file: '../secret.csv' is not the name of a file" in refused.stderr
