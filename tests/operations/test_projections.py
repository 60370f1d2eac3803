"""`hindsight projections`: an operator lists, verifies, mends, pauses and rolls back read models."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from services.operations.cli import app
from services.operations.migration import prepare

NOBODY = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def ask(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("HINDSIGHT_DATABASE_URL", database.url.render_as_string(hide_password=False))
    prepare(database)

    def command(*arguments: str) -> tuple[int, Any]:
        done = CliRunner().invoke(app, ["projections", *arguments, "--json"])
        return done.exit_code, json.loads(done.stdout)

    return command


def test_rows_nobody_recorded_are_found_mended_and_the_doubtful_ones_kept(database: Engine, ask: Any) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql(
            f"insert into read.last_contacts values ('{NOBODY}', '{NOBODY}', 'call', now(), '[]')"
        )
    code, (verdict,) = ask("verify", "last_contacts")
    assert (code, verdict["same"]) == (1, False)
    assert [(one["key"], one["how"]) for one in verdict["differences"]] == [(NOBODY, "surplus")]
    code, done = ask("rebuild", "last_contacts")
    assert (code, done["rebuilt"][0]["rows"], done["failed"]) == (0, 0, [])
    assert ask("verify", "last_contacts")[0] == 0
    assert states(ask) == [(0, "previous", 1), (1, "serving", 0)]
    assert ask("rollback", "last_contacts") == (0, {"name": "last_contacts", "generation": 0})
    assert states(ask) == [(0, "serving", 1), (1, "previous", 0)]


def states(ask: Any) -> list[tuple[int, str, int]]:
    _, found = ask("list")
    return [(one["generation"], one["state"], one["rows"]) for one in found if one["name"] == "last_contacts"]


def test_a_paused_read_model_says_so(ask: Any) -> None:
    assert ask("pause", "last_contacts")[0] == 0
    assert [one["name"] for one in ask("list")[1] if one["paused"]] == ["last_contacts"]
    assert ask("resume", "last_contacts")[0] == 0
    assert not any(one["paused"] for one in ask("list")[1])


def test_without_a_rebuild_there_is_nothing_to_give_up(ask: Any) -> None:
    assert ask("rebuild", "--cancel") == (0, {"cancelled": []})
