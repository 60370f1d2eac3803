"""Can an operator see what could not be folded, and end it, on the command line?"""

from typing import Any
from uuid import uuid4

import msgspec
import pytest
import typer.testing
from sqlalchemy import Engine

from events.sales import DealMoved, DealRenamed
from services import product
from services.operations.cli import app
from services.operations.migration import prepare
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.records import Commit, Header

FOLLOWED_BY = {"deal_list", "time_in_stage"}


class Console:
    """`hindsight` over this test's database, within this process."""

    def __init__(self, database: Engine, folder: str) -> None:
        url = database.url.render_as_string(hide_password=False)
        self._environment = {"HINDSIGHT_DATABASE_URL": url, "HINDSIGHT_DATA_DIR": folder}

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """What it prints; fails where it ends with another exit code."""
        done = typer.testing.CliRunner(env=self._environment).invoke(app, arguments)
        assert done.exit_code == code, (done.output, done.exception)
        return done.stdout

    def json(self, *arguments: str, code: int = 0) -> Any:
        return msgspec.json.decode(self(*arguments, "--json", code=code))


@pytest.fixture
def hindsight(database: Engine, tmp_path_factory: pytest.TempPathFactory) -> Console:
    return Console(database, str(tmp_path_factory.mktemp("data")))


@pytest.fixture
def poison(database: Engine) -> int:
    """The position of an event no fold can take: a deal moves that was never opened. Another is behind it."""
    prepare(database)
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="li", branch="", source="api")
    facts = (DealMoved(from_stage="prospecting", to_stage="proposal"), DealRenamed(title="Nobody's"))
    commit = Commit(stream_id=uuid4(), expected_version=0, events=facts, header=header, digest=1)
    last = Log(database).append([commit])[0].position
    Fence(database).advance()
    Projector(database, product.PROJECTIONS).catch_up()
    return last - 1


def test_what_failed_is_listed_and_shown_with_what_the_log_holds(hindsight: Console, poison: int) -> None:
    found = hindsight.json("parked", "list")
    assert {one["name"] for one in found} >= FOLLOWED_BY
    assert {one["poison"] for one in found if one["position"] == poison} == {True}
    behind = [one for one in found if one["position"] == poison + 1 and one["name"] in FOLLOWED_BY]
    assert {one["poison"] for one in behind} == {False}
    shown = hindsight("parked", "show", str(poison))
    assert '"to_stage": "proposal"' in shown
    assert "deal_list, failed" in shown


def test_a_retry_in_vain_says_so(hindsight: Console, poison: int) -> None:
    assert "Folded: 0" in hindsight("parked", "retry", "deal_list", code=1)
    assert {one["attempts"] for one in hindsight.json("parked", "list", "deal_list")} == {1, 2}


def test_the_alarm_of_parked_events_ends_when_they_are_skipped(hindsight: Console, poison: int) -> None:
    status = hindsight.json("status", code=1)
    assert [alarm["name"] for alarm in status["alarms"]] == ["parked_share"]
    assert "ALARM parked_share" in hindsight("status", "--all", code=1)
    while waiting := [one for one in hindsight.json("parked", "list") if one["skipped_at"] is None]:
        first = min(waiting, key=lambda one: int(one["position"]))
        hindsight("parked", "skip", first["name"], str(first["position"]))
    assert "No alarm." in hindsight("status")


def test_the_status_of_nothing_is_one_sentence(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("nothing")
    environment = {"HINDSIGHT_DATA_DIR": str(folder), "HINDSIGHT_DATABASE_URL": "", "HINDSIGHT_AMQP_URL": ""}
    done = typer.testing.CliRunner(env=environment).invoke(app, ["status"])
    assert "Hindsight does not run on" in str(done.exception)
    assert list(folder.iterdir()) == []
