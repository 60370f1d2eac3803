"""What do `hindsight events search | show | tail | stats` say of a log?"""

import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from events.customers import CustomerRegistered, LifecycleChanged
from events.sales import DealMoved, DealRenamed
from services.operations.cli import app
from services.operations.events.finding import Wanted
from services.operations.events.following import follow
from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.scan import Scan
from shared.records import Commit, Header, Recorded

LI = CustomerRegistered(kind="person", name="李雷", owner_id=None, branch="华东")
ANNA = CustomerRegistered(kind="person", name="Anna", owner_id=None, branch="Europe")
MOVED = DealMoved(from_stage="engaging", to_stage="proposal")
ENTERED = LifecycleChanged(from_stage="prospect", to_stage="customer")
LOYAL = LifecycleChanged(from_stage="customer", to_stage="loyal")


@pytest.fixture
def log(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    monkeypatch.setenv("HINDSIGHT_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HINDSIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("HINDSIGHT_AMQP_URL", raising=False)
    return Log(database)


def test_the_last_events_come_first_and_pages_go_on(database: Engine, log: Log) -> None:
    positions = [appended(database, log, MOVED) for _ in range(5)]
    first = found("search", "--limit", "3")
    assert [event["position"] for event in first["events"]] == positions[:1:-1]
    rest = found("search", "--limit", "3", "--before", str(first["before"]))
    assert [event["position"] for event in rest["events"]] == positions[1::-1]
    assert rest["before"] is None


@pytest.mark.parametrize(
    "options",
    [
        ("--type", "customers.CustomerRegistered"),
        ("--context", "customers"),
        ("--branch", "华东"),
        ("--actor", "han"),
        ("--until", "2020-01-01"),
        ("--text", "李雷"),
    ],
)
def test_every_filter_lets_only_its_own_pass(database: Engine, log: Log, options: tuple[str, str]) -> None:
    early = datetime(2020, 1, 1, 12, tzinfo=UTC)
    wanted = appended(database, log, LI, branch="华东", actor="han", occurred_at=early)
    appended(database, log, MOVED)
    assert [event["position"] for event in found("search", *options)["events"]] == [wanted]


def test_an_event_is_found_by_its_stream_and_by_its_correlation(database: Engine, log: Log) -> None:
    stream, correlation = uuid4(), uuid4()
    appended(database, log, MOVED, stream_id=stream)
    appended(database, log, MOVED, correlation_id=correlation)
    assert [each["stream_id"] for each in found("search", "--stream", str(stream))["events"]] == [str(stream)]
    assert len(found("search", "--correlation", str(correlation))["events"]) == 1


def test_what_led_to_an_event_and_what_followed_is_a_tree(database: Engine, log: Log) -> None:
    command, correlation, moved = uuid4(), uuid4(), uuid4()
    began = appended(database, log, ANNA, command_id=command, correlation_id=correlation)
    cause = appended(database, log, MOVED, stream_id=moved, correlation_id=correlation, causation_id=command)
    for effect in (ENTERED, LOYAL):
        appended(database, log, effect, correlation_id=correlation, causation_id=uuid5(moved, "1"))
    shown = found("show", str(cause))
    assert [each["position"] for each in shown["led_to_it"]] == [began]
    assert [each["data"]["to_stage"] for each in shown["followed"]] == ["customer", "loyal"]
    whole = found("show", str(began))
    assert [each["position"] for each in whole["followed"]] == [cause]
    assert len(whole["followed"][0]["followed"]) == 2
    last = found("show", str(cause + 2))
    assert [each["position"] for each in last["led_to_it"]] == [began, cause]


def test_an_event_is_shown_by_its_own_id_and_by_that_of_its_command(database: Engine, log: Log) -> None:
    stream, command = uuid4(), uuid4()
    position = appended(database, log, MOVED, stream_id=stream, command_id=command)
    appended(database, log, MOVED)
    assert found("show", str(uuid5(stream, "1")))["position"] == position
    assert found("show", str(command))["position"] == position
    missing = hindsight("show", str(uuid4()))
    assert missing.exit_code == 1
    assert "No event has the position or id" in missing.stderr


def test_an_event_of_a_type_nobody_knows_is_shown_as_it_was_stored(database: Engine, log: Log) -> None:
    position = appended(database, log, DealRenamed(title="New"))
    stored(database, "sales.DealTeleported", b'{"to":"Mars"}')
    event = found("search", "--limit", "1")["events"][0]
    assert event["position"] == position + 1
    assert event["data"] == {"to": "Mars"}
    assert "DealTeleported" in event["unreadable"]


def test_figures_add_up(database: Engine, log: Log) -> None:
    stream = uuid4()
    appended(database, log, MOVED, stream_id=stream, actor="han")
    appended(database, log, LI, occurred_at=datetime(2020, 2, 3, tzinfo=UTC))
    figures = found("stats")
    assert (figures["events"], figures["streams"]) == (2, 2)
    assert figures["by_context"] == {"sales": 1, "customers": 1}
    assert figures["by_actor"] == {"han": 1, "anna": 1}
    assert next(iter(figures["by_month"])) == "2020-02"
    assert found("stats", "--context", "customers")["by_type"] == {"customers.CustomerRegistered": 1}


def test_an_empty_log_has_no_figures_and_no_events(log: Log) -> None:
    assert found("stats")["events"] == 0
    assert found("search") == {"events": [], "before": None}


def test_events_that_nobody_follows_yet_are_found(log: Log) -> None:
    log.append([commit(MOVED)])
    assert len(found("search")["events"]) == 1


def test_people_see_lines(database: Engine, log: Log) -> None:
    position = appended(database, log, LI)
    line = hindsight("search").stdout
    assert str(position) in line
    assert "李雷" in line
    assert "customers.CustomerRegistered" in hindsight("show", str(position)).stdout
    assert "customers.CustomerRegistered" in hindsight("stats").stdout


def test_a_tail_tells_each_event_once_and_only_what_is_complete(database: Engine, log: Log) -> None:
    wanted = Wanted(Scan(upto=2**63 - 1, types=("sales.DealMoved",)))
    told = follow(database, wanted)
    first = appended(database, log, MOVED)
    assert positions(next(told)) == [first]
    log.append([commit(MOVED)])  # not yet behind the watermark
    heard: list[int] = []
    listener = Thread(target=lambda: heard.extend(positions(next(told))))
    listener.start()
    listener.join(0.3)
    assert heard == []
    appended(database, log, LI)
    listener.join(10)
    assert heard == [first + 1]


def found(*arguments: str) -> dict[str, Any]:
    """The answer for programs."""
    result = hindsight(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def hindsight(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["events", *arguments])


def appended(database: Engine, log: Log, event: Event, **header: Any) -> int:
    """Append the first event of a stream and let readers see it; returns its position."""
    position = log.append([commit(event, **header)])[0].position
    Fence(database).advance(patience=5)
    return position


def commit(event: Event, stream_id: UUID | None = None, **header: Any) -> Commit:
    usual: dict[str, Any] = {"command_id": uuid4(), "correlation_id": uuid4(), "actor": "anna"}
    return Commit(
        stream_id=stream_id or uuid4(),
        expected_version=0,
        events=(event,),
        header=Header(**{**usual, "branch": "Europe", "source": "web", **header}),
        digest=0,
    )


def stored(database: Engine, type_: str, payload: bytes) -> None:
    """Append what no event class stands for."""

    with database.begin() as connection:
        connection.execute(
            text(
                "insert into log.events (stream_id, version, type, schema_version, occurred_at, actor, "
                "branch, source, command_id, command_seq, command_digest, correlation_id, payload) values "
                "(:id, 1, :type, 1, now(), '', '', 'web', :id, 0, 0, :id, :payload)"
            ),
            {"id": uuid4(), "type": type_, "payload": payload},
        )
    Fence(database).advance(patience=5)


def positions(records: list[Recorded[Any]]) -> list[int]:
    return [record.position for record in records]
