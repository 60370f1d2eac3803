"""Can an operator see and change who works here?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from services.identity.commands import OpenBranch
from services.operations.cli import app
from services.operations.migration import prepare
from tests.people import people

Hindsight = Callable[..., Result]


@pytest.fixture
def hindsight(database: Engine, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Hindsight:
    """Runs a command on an installation of its own."""
    monkeypatch.setenv("HINDSIGHT_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HINDSIGHT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("HINDSIGHT_AMQP_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def open_branches(database: Engine) -> None:
    prepare(database)
    for code in ("east", "west"):
        people(database).do(OpenBranch(code=code, name=code))


def test_a_colleague_is_added_transferred_given_roles_and_deactivated(
    hindsight: Hindsight, database: Engine
) -> None:
    open_branches(database)
    added = hindsight("users", "add", "Anna", "--email", "anna@example.com", "--branch", "east", "--json")
    user_id = json.loads(added.stdout)["user_id"]
    assert hindsight("users", "transfer", "anna@example.com", "--branch", "west").exit_code == 0
    assert hindsight("users", "roles", user_id, "--role", "viewer", "--role", "auditor").exit_code == 0
    (anna,) = json.loads(hindsight("users", "list", "--json").stdout)
    assert (anna["user_id"], anna["branch"], anna["roles"]) == (user_id, "west", ["auditor", "viewer"])
    assert hindsight("users", "deactivate", "anna@example.com").exit_code == 0
    assert "left" in hindsight("users", "list", "--left").stdout


def test_branches_and_roles_are_listed(hindsight: Hindsight, database: Engine) -> None:
    open_branches(database)
    hindsight("branches", "open", "shanghai", "--name", "上海", "--below", "east")
    assert [(b["code"], b["depth"]) for b in json.loads(hindsight("branches", "list", "--json").stdout)] == [
        ("east", 0),
        ("shanghai", 1),
        ("west", 0),
    ]
    assert "may do everything" in hindsight("roles", "list").stdout


def test_who_is_not_there_can_not_be_changed(hindsight: Hindsight) -> None:
    refused = hindsight("users", "deactivate", "nobody@example.com")
    assert refused.exit_code != 0
    assert "nobody@example.com" in str(refused.exception) + refused.output
