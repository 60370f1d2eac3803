"""What does `hindsight replay` answer, and what does it refuse?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.operations.cli import app
from services.operations.commands.filters import Filters
from services.operations.failures import sentence
from services.operations.replay.choosing import NoBound, chosen
from services.operations.replay.destination import destination
from shared.replay.origin import NoLog
from tests.harness.databases import url_of
from tests.replay.conftest import Ask
from tests.replay.history import stream

Replay = Callable[..., Result]
EXAMPLE = "docs/examples/replay/won_by_branch.py"


@pytest.fixture
def replay(url: str, tmp_path: Path) -> Replay:
    """Run the command over the module's log."""
    environment = {"HINDSIGHT_DATABASE_URL": url, "HINDSIGHT_DATA_DIR": str(tmp_path / "data")}
    return lambda *options: CliRunner(env=environment).invoke(app, ["replay", *options])


def refusal(replay: Replay, *options: str) -> str:
    error = replay(*options).exception
    assert error is not None
    return sentence(error)


def scan(first: str | None = None, last: str | None = None, **changes: Any) -> Any:
    return chosen(Filters(first=first, until=last, **changes), 1000)


def test_people_are_told_how_much_was_exported_and_up_to_where(replay: Replay, tmp_path: Path) -> None:
    told = replay("--to", f"parquet:{tmp_path / 'out'}")
    assert told.exit_code == 0
    assert "1,230 events in" in told.stdout
    assert "everything up to position 1,230." in told.stdout


def test_programs_get_one_document(replay: Replay, tmp_path: Path) -> None:
    answer = json.loads(replay("--to", f"csv:{tmp_path / 'out.csv'}", "--json").stdout)
    assert (answer["finished"], answer["events"], answer["position"]) == (True, 1230, 1230)


def test_filters_choose_by_type_context_branch_record_and_actor(
    replay: Replay, tmp_path: Path, ask: Ask
) -> None:
    for number, (filters, expected) in enumerate(
        (
            (["--type", "sales.DealWon", "--type", "sales.DealLost"], 300),
            (["--context", "customers"], 30),
            (["--branch", "Berlin", "--context", "sales"], 600),
            (["--stream", str(stream("deal", 7))], 4),
            (["--actor", "agent 3", "--type", "sales.DealOpened"], 43),
            (["--from", "2023-01-01", "--until", "2023-01-01", "--type", "sales.DealOpened"], 1),
            (["--from", "11", "--until", "20"], 10),
            (["--until", "2023-01-01", "--by", "recorded"], 0),
        )
    ):
        told = json.loads(replay("--to", f"csv:{tmp_path / str(number)}", *filters, "--json").stdout)
        assert (filters, told["events"]) == (filters, expected)


def test_rows_of_a_projection_are_shown_as_a_table(replay: Replay) -> None:
    shown = replay("--projection", EXAMPLE).stdout
    assert "branch  currency  deals  amount" in shown
    assert "2 rows from 200 events" in shown
    assert replay("--to", "projection:pipelines").stdout == replay("--projection", "pipelines").stdout


def test_rows_of_a_projection_are_written_to_a_file(replay: Replay, tmp_path: Path, ask: Ask) -> None:
    told = replay("--projection", EXAMPLE, "--to", f"csv:{tmp_path / 'mine.csv'}", "--json")
    answer = json.loads(told.stdout)
    assert (answer["written"], answer["count"], answer["position"]) == (str(tmp_path / "mine.csv"), 2, 1230)
    assert ask(f"select sum(deals) from '{tmp_path / 'mine.csv'}'") == [(200,)]


def test_both_bounds_count_in_and_a_day_counts_to_its_end() -> None:
    assert (scan("3", "7").after, scan("3", "7").upto) == (2, 7)
    assert scan(None, "5000").upto == 1000
    day = scan("2017-06-30", "2017-06-30")
    assert (str(day.occurred_from), str(day.occurred_to)) == (
        "2017-06-30 00:00:00+00:00",
        "2017-07-01 00:00:00+00:00",
    )
    instant = scan(None, "2017-06-30T18:00:00+08:00", by="recorded")
    assert instant.recorded_to.isoformat() == "2017-06-30T18:00:00.000001+08:00"
    with pytest.raises(NoBound, match="--until last week is neither"):
        scan(None, "last week")


def test_what_is_not_understood_is_refused_with_what_would_be(replay: Replay, tmp_path: Path) -> None:
    assert "Where to? Events go to parquet:FOLDER" in refusal(replay)
    assert "--to s3://x is no target" in refusal(replay, "--to", "s3://x")
    assert "sales.DealWonn; there are: sales.DealWon," in refusal(
        replay, "--to", f"csv:{tmp_path}/x.csv", "--type", "sales.DealWonn"
    )
    assert "There is no read model board; there are: activities, " in refusal(replay, "--projection", "board")
    assert "could not be read: No such file" in refusal(replay, "--projection", "nowhere.py")


def test_a_target_that_cannot_be_written_is_named_with_the_reason(replay: Replay) -> None:
    told = refusal(replay, "--to", "parquet:/proc/nowhere")
    assert told.startswith("/proc/nowhere cannot be written to: [Errno 2]")
    told = refusal(replay, "--projection", EXAMPLE, "--to", "postgresql://u:secret@127.0.0.1:9/d")
    assert told.startswith("postgresql://u:***@127.0.0.1:9/d cannot be written to: connection")


def test_a_database_without_a_log_is_named(replay: Replay, postgres_url: str, tmp_path: Path) -> None:
    environment = {
        "HINDSIGHT_DATABASE_URL": url_of(postgres_url, "postgres"),
        "HINDSIGHT_DATA_DIR": str(tmp_path),
    }
    with pytest.raises(NoLog, match="The database postgres holds no event log"):
        CliRunner(env=environment).invoke(
            app, ["replay", "--to", f"csv:{tmp_path}/x.csv"], catch_exceptions=False
        )


def test_a_password_is_not_repeated() -> None:
    there = destination("postgresql://u:secret@h/d", None)
    assert there.told == "postgresql://u:***@h/d"
    assert there.without_password("hindsight replay --to postgresql://u:secret@h/d").endswith("u:***@h/d")
