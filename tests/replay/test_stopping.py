"""Is no event twice or missing after an export was paused with Ctrl-C, and after kill -9 in the middle?"""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from services.operations.cli import app
from tests.harness.databases import fresh_database
from tests.operations.running import ROOT
from tests.replay.conftest import EXPORTED, Ask, in_the_log

SECONDS = 60.0


@pytest.fixture
def other(postgres_url: str) -> Iterator[Engine]:
    """A second database, to export to."""
    with fresh_database(postgres_url) as engine:
        yield engine


def environment(url: str, data_dir: Path) -> dict[str, str]:
    return {"HINDSIGHT_DATABASE_URL": url, "HINDSIGHT_DATA_DIR": str(data_dir)}


class Replaying:
    """`hindsight replay --to TARGET`, slowly, in a process of its own."""

    def __init__(self, url: str, data_dir: Path, target: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.replay.slowly", "replay", "--to", target],
            cwd=ROOT,
            env=os.environ | environment(url, data_dir),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def hit(self, number: signal.Signals, reached: Callable[[], int], above: int) -> str:
        """Send the signal as soon as more than so many events are in the target; what it said."""
        ends = time.monotonic() + SECONDS
        while reached() <= above:
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < ends
            time.sleep(0.005)
        self.process.send_signal(number)
        return self.said()

    def said(self) -> str:
        return "".join(self.process.communicate(timeout=SECONDS))


def stop_twice_and_finish(
    url: str, data_dir: Path, target: str, reached: Callable[[], int], after_kill: Callable[[], None]
) -> None:
    killed = Replaying(url, data_dir, target)
    killed.hit(signal.SIGKILL, reached, 0)
    there = reached()
    assert 0 < there < 1230
    after_kill()
    paused = Replaying(url, data_dir, target)
    said = paused.hit(signal.SIGINT, reached, there)
    assert paused.process.returncode == 130, said
    assert f"The same command goes on from there:\n  hindsight replay --to {shlex.quote(target)}" in said
    assert there < reached() < 1230
    finished = CliRunner(env=environment(url, data_dir)).invoke(app, ["replay", "--to", target, "--json"])
    assert (finished.exit_code, json.loads(finished.stdout)["total"]) == (0, 1230)


def nothing() -> None:
    """Nothing else happens after the kill."""


def in_manifest(path: Path) -> int:
    """The events that a manifest vouches for; 0 while there is none."""
    return int(json.loads(path.read_text())["events"]) if path.exists() else 0


def test_a_parquet_folder_also_where_the_killed_one_left_files_behind(
    history: Engine, url: str, tmp_path: Path, ask: Ask
) -> None:
    folder = tmp_path / "out"

    def leave_files() -> None:
        some = next(folder.rglob("part-*.parquet"))
        for name in ("part-000000000009999.parquet", ".part-000000000009999.parquet"):
            some.with_name(name).write_bytes(some.read_bytes())

    manifest = folder / "_manifest.json"
    stop_twice_and_finish(url, tmp_path, f"parquet:{folder}", lambda: in_manifest(manifest), leave_files)
    assert ask(EXPORTED.format(f"'{folder}/*/*/*.parquet'")) == in_the_log(history)
    assert not list(folder.rglob(".part*"))


def test_a_csv_file_also_where_the_killed_one_left_half_a_line(
    history: Engine, url: str, tmp_path: Path, ask: Ask
) -> None:
    file, manifest = tmp_path / "out.csv", tmp_path / "out.csv.manifest.json"

    def leave_half_a_line() -> None:
        with file.open("a") as opened:
            opened.write('9999,"0b1cdc9f')

    stop_twice_and_finish(url, tmp_path, f"csv:{file}", lambda: in_manifest(manifest), leave_half_a_line)
    assert ask(EXPORTED.format(f"read_csv('{file}', header=true)")) == in_the_log(history)


def test_another_database(history: Engine, url: str, tmp_path: Path, other: Engine) -> None:
    def reached() -> int:
        with other.connect() as connection:
            if not connection.exec_driver_sql("select to_regclass('hindsight.events')").scalar_one():
                return 0
            return int(connection.exec_driver_sql("select count(*) from hindsight.events").scalar_one())

    there = other.url.render_as_string(hide_password=False)
    stop_twice_and_finish(url, tmp_path, there, reached, nothing)
    with other.connect() as ours, history.connect() as theirs:
        columns = "position, stream_id, version, type, occurred_at, data"
        found = ours.exec_driver_sql(f"select {columns} from hindsight.events order by 1").all()
        assert found == theirs.exec_driver_sql(f"select {columns} from log.event_data order by 1").all()
