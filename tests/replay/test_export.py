"""Is what an export holds exactly what the log holds, however often it is repeated?"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from sqlalchemy import Engine

from shared.log.scan import Scan, ScanFailed, arrow
from shared.replay import watermark
from shared.replay.csv_file import CsvFile
from shared.replay.database import Database
from shared.replay.encodings import CSV, PARQUET
from shared.replay.export import Exported, export
from shared.replay.folder import Folder
from shared.replay.manifest import OtherExport
from shared.replay.target import Busy, Target
from tests.harness.databases import fresh_database
from tests.replay.conftest import EXPORTED, Ask, in_the_log
from tests.replay.history import fill

STEP_BYTES = 50_000


def exported(url: str, target: Target, **filters: Any) -> Exported:
    scan = Scan(**{"upto": watermark(url), **filters})
    return export(url, scan, target, step_bytes=STEP_BYTES)


def test_parquet_holds_every_event_as_it_stands_in_the_log(
    history: Engine, url: str, tmp_path: Path, ask: Ask
) -> None:
    done = exported(url, Folder(tmp_path, PARQUET))
    assert (done.finished, done.events, done.total) == (True, 1230, 1230)
    assert ask(EXPORTED.format(f"'{tmp_path}/*/*/*.parquet'")) == in_the_log(history)
    # As pandas and whatever else builds on Arrow open a folder.
    whole = pyarrow.parquet.read_table(tmp_path)
    assert sorted(whole["position"].to_pylist()) == list(range(1, 1231))


def test_csv_holds_the_same_in_a_folder_and_in_one_file(
    history: Engine, url: str, tmp_path: Path, ask: Ask
) -> None:
    exported(url, Folder(tmp_path / "folder", CSV))
    exported(url, CsvFile(tmp_path / "events.csv"))
    for files in (f"{tmp_path}/folder/*/*/*.csv", f"{tmp_path}/events.csv"):
        read = f"read_csv('{files}', header=true, hive_partitioning=false)"
        assert ask(EXPORTED.format(read)) == in_the_log(history)


def test_another_postgresql_holds_the_same(history: Engine, url: str, postgres_url: str) -> None:
    with fresh_database(postgres_url) as other:
        exported(url, Database(other.url.render_as_string(hide_password=False)))
        there = "select position, stream_id, type, occurred_at, actor, causation_id, data from {} order by 1"
        with other.connect() as ours, history.connect() as theirs:
            assert (
                ours.exec_driver_sql(there.format("hindsight.events")).all()
                == theirs.exec_driver_sql(there.format("log.event_data")).all()
            )
        again = Database(other.url.render_as_string(hide_password=False))
        with pytest.raises(OtherExport, match="other filters: none"):
            exported(url, again, branches=("Berlin",))
        with pytest.raises(OtherExport, match="another installation"):
            again.begin("another log", Scan())


def test_files_lie_by_month_and_context_and_the_manifest_vouches_for_each(
    url: str, tmp_path: Path, ask: Ask
) -> None:
    exported(url, Folder(tmp_path, PARQUET))
    wrong = f"""
        select count(*) from read_parquet('{tmp_path}/*/*/*.parquet', hive_partitioning=true)
        where month <> strftime(occurred_at, '%Y-%m') or context <> split_part(type, '.', 1)"""
    assert ask(wrong) == [(0,)]
    manifest = json.loads((tmp_path / "_manifest.json").read_text())
    lines = ""
    for file in manifest["files"]:
        content = (tmp_path / file["path"]).read_bytes()
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
        lines += f"{file['sha256']}  {file['path']}\n"
    assert manifest["digest"] == hashlib.sha256(lines.encode()).hexdigest()
    assert {file["path"] for file in manifest["files"]} == {
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.parquet")
    }


def test_only_what_the_filters_let_pass_is_exported(url: str, tmp_path: Path, ask: Ask) -> None:
    exported(
        url, Folder(tmp_path, PARQUET), types=("sales.DealWon",), branches=("北京",), actors=("agent 1",)
    )
    found = ask(f"select distinct type, branch, actor from '{tmp_path}/*/*/*.parquet'")
    assert found == [("sales.DealWon", "北京", "agent 1")]


def test_a_repeated_export_adds_only_what_is_new(database: Engine, tmp_path: Path, ask: Ask) -> None:
    url = database.url.render_as_string(hide_password=False)
    fill(database, 50)
    exported(url, Folder(tmp_path, PARQUET))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    fill(database, 50, first=50)
    again = exported(url, Folder(tmp_path, PARQUET))
    assert (again.events, again.total) == (205, 410)
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())
    assert ask(EXPORTED.format(f"'{tmp_path}/*/*/*.parquet'")) == in_the_log(database)


def test_other_filters_are_refused_and_so_is_a_folder_of_something_else(url: str, tmp_path: Path) -> None:
    exported(url, Folder(tmp_path / "a", PARQUET))
    with pytest.raises(OtherExport, match="other filters"):
        exported(url, Folder(tmp_path / "a", PARQUET), branches=("Berlin",))
    with pytest.raises(OtherExport, match="another installation"):
        Folder(tmp_path / "a", PARQUET).begin("another log", Scan())
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "holiday.jpg").touch()
    with pytest.raises(OtherExport, match="holds no export"):
        exported(url, Folder(tmp_path / "b", PARQUET))
    exported(url, CsvFile(tmp_path / "c.csv"))
    with (tmp_path / "c.csv").open("r+b") as file:
        file.write(b"changed")
    with pytest.raises(OtherExport, match="was changed"):
        exported(url, CsvFile(tmp_path / "c.csv"))


def test_a_server_that_goes_away_half_way_is_named_as_the_reason(history: Engine, url: str) -> None:
    batches = arrow(url, Scan(), batch_bytes=10_000)
    next(batches)
    with history.connect() as connection:
        connection.exec_driver_sql(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    with pytest.raises(ScanFailed, match="could not be read in bulk"):
        list(batches)
    history.dispose()


def test_two_exports_into_one_folder_do_not_mix(url: str, tmp_path: Path) -> None:
    first = Folder(tmp_path, PARQUET)
    first.begin("", Scan())
    with pytest.raises(Busy):
        exported(url, Folder(tmp_path, PARQUET))
    first.close()
    assert exported(url, Folder(tmp_path, PARQUET)).total == 1230
