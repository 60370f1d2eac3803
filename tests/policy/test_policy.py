"""A policy sees every fact once, and what it wants is carried out once."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine

from shared import events
from shared.application import Application
from shared.handling import unknown_command
from shared.log.fence import Fence
from shared.log.log import Log
from shared.policy import PolicyRunner, Wish
from shared.projector import operations
from shared.projector.operations import ReactsWhenStarted
from shared.projector.retrying import Retried
from shared.rebuild.rebuild import rebuild
from shared.records import Receipt, Recorded
from shared.refusals import Refused, ServiceFailed, Unavailable
from tests.policy.desk import ComplaintOpened, desk, react
from tests.projector.parcels import (
    SENT_AT,
    ParcelLost,
    ParcelMoved,
    arrivals,
    error,
    parcel,
    positions,
    send,
    then,
)


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


@pytest.fixture
def policy(database: Engine, log: Log) -> PolicyRunner:
    return started(database, desk(log))


def started(database: Engine, application: Any) -> PolicyRunner:
    policy = PolicyRunner(database, "desk", react, application)
    policy.prepare()
    return policy


def run(database: Engine, policy: PolicyRunner) -> list[Recorded[Any]]:
    """Let the policy work, and return the complaints there are."""
    Fence(database).advance()
    policy.catch_up()
    Fence(database).advance()
    return [record for record in Log(database).read(0, 1000) if isinstance(record.event, ComplaintOpened)]


def test_a_fact_leads_to_a_command(database: Engine, log: Log, policy: PolicyRunner) -> None:
    send(log, [1, 2])
    lost = then(log, 2, ParcelLost())
    (complaint,) = run(database, policy)
    cause = log.stream(parcel(2))[-1].envelope
    assert complaint.event.about == parcel(2)
    assert complaint.envelope.causation_id == cause.event_id
    assert complaint.envelope.correlation_id == cause.correlation_id
    assert (complaint.envelope.source, complaint.envelope.actor) == ("automation", "policy:desk")
    assert complaint.occurred_at == SENT_AT
    assert complaint.position > lost.position


def test_a_fact_from_before_the_policy_began_is_seen_too(database: Engine, log: Log) -> None:
    send(log, [1])
    then(log, 1, ParcelLost())
    assert len(run(database, started(database, desk(log)))) == 1


def test_a_fact_seen_twice_leads_to_one_command(database: Engine, log: Log, policy: PolicyRunner) -> None:
    send(log, [1])
    then(log, 1, ParcelLost())
    run(database, policy)
    with database.begin() as connection:
        connection.exec_driver_sql("update read.checkpoints set position = 0 where name = 'policy:desk'")
    assert len(run(database, policy)) == 1


def test_a_rebuild_runs_no_policy(database: Engine, log: Log, policy: PolicyRunner) -> None:
    send(log, [1], "Leeds")
    then(log, 1, ParcelLost())
    Fence(database).advance()
    rebuild(database.url.render_as_string(hide_password=False), [arrivals])
    assert log.watermark() == 3
    assert positions(database)["policy:desk"] == 0


def test_a_refused_command_holds_up_nothing(database: Engine, log: Log, policy: PolicyRunner) -> None:
    send(log, [1], "Nowhere")
    then(log, 1, ParcelLost())
    assert len(run(database, policy)) == 1
    assert positions(database)["policy:desk"] >= 3


def test_a_service_that_is_away_is_asked_again(database: Engine, log: Log) -> None:
    absent = Absent(desk(log))
    policy = started(database, absent)
    send(log, [1, 2])
    then(log, 1, ParcelLost())
    assert run(database, policy) == []
    assert positions(database)["policy:desk"] == 0
    absent.away = False
    while not run(database, policy):
        pass
    assert len(run(database, policy)) == 1


def test_a_policy_that_fails_stops_before_the_fact_and_says_so(
    database: Engine, log: Log, policy: PolicyRunner
) -> None:
    send(log, [1, 2])
    then(log, 1, ParcelLost())
    then(log, 2, ParcelMoved(city="Atlantis"))
    assert len(run(database, policy)) == 1
    assert positions(database)["policy:desk"] == 3
    assert error(database, "policy:desk") == "position 4, parcels.ParcelMoved: LookupError: Atlantis"


@pytest.mark.parametrize("failure", [KeyError("city"), ServiceFailed(service="desk", correlation_id="7")])
def test_a_command_that_fails_stops_its_policy_until_it_succeeds(
    database: Engine, log: Log, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setattr("shared.policy._RETRY_SECONDS", 0.0)
    absent = Absent(desk(log), failure)
    policy = started(database, absent)
    send(log, [1])
    then(log, 1, ParcelLost())
    assert run(database, policy) == []
    assert "The desk service met an error of its own" in str(error(database, "policy:desk"))
    absent.away = False
    assert len(run(database, policy)) == 1
    assert error(database, "policy:desk") is None


def test_a_command_an_older_service_does_not_know_yet_waits_for_its_upgrade(
    database: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.policy._RETRY_SECONDS", 0.0)
    absent = Absent(desk(log), answer=unknown_command("desk", "open_complaint"))
    policy = started(database, absent)
    send(log, [1])
    then(log, 1, ParcelLost())
    assert run(database, policy) == []
    assert positions(database)["policy:desk"] == 0
    assert "There is no command desk.open_complaint" in str(error(database, "policy:desk"))
    absent.away = False
    assert len(run(database, policy)) == 1
    assert error(database, "policy:desk") is None


def test_a_fact_of_a_later_release_leads_to_its_command_when_a_release_starts_that_knows_it(
    database: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(log, [1])
    then(log, 1, ParcelLost())
    with monkeypatch.context() as earlier:
        earlier.delitem(events._registry, "parcels.ParcelLost")
        old = started(database, desk(log))
        Fence(database).advance()
        old.catch_up()
    assert positions(database)["policy:desk"] == 2
    assert [each.position for each in operations.parked(database, "policy:desk")] == [2]
    assert operations.retry(database, []) == Retried(0, 1)
    with pytest.raises(ReactsWhenStarted, match="when a process starts"):
        operations.retry(database, [], "policy:desk")
    assert len(run(database, started(database, desk(log)))) == 1
    assert operations.parked(database) == []


def test_a_policy_can_do_without_a_fact_it_cannot_load(
    database: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(log, [1])
    then(log, 1, ParcelLost())
    with monkeypatch.context() as earlier:
        earlier.delitem(events._registry, "parcels.ParcelLost")
        old = started(database, desk(log))
        Fence(database).advance()
        old.catch_up()
    assert operations.skip(database, [], "policy:desk", 2) == Retried(0, 0)
    assert run(database, started(database, desk(log))) == []


class Absent:
    """An application whose service is away for a while."""

    def __init__(
        self,
        application: Application,
        failure: Exception | None = None,
        answer: Refused | None = None,
    ) -> None:
        self._application = application
        self._answer = answer or Unavailable(service="desk")
        self._failure = failure
        self.away = True

    def handle_many(self, commands: Sequence[Wish]) -> list[Receipt | Refused]:
        if self.away and self._failure:
            raise self._failure
        if self.away:
            return [self._answer for _ in commands]
        return self._application.handle_many(commands)
