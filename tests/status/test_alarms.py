"""Does each alarm begin when something is wrong, and end when it is mended?"""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.projector.followers import ReadModels
from shared.status.alarms import Alarm, alarms
from shared.status.look import look
from shared.status.thresholds import Thresholds, from_environment
from tests.contracts.processes import wait_until
from tests.projector.parcels import arrivals, parcels, send
from tests.projector.publishing import told
from tests.projector.test_broker import deliver
from tests.relay.relaying import RelayThread

AT_ONCE = Thresholds(watermark_seconds=0, relay_seconds=0, projection_seconds=0, parked_percent=0)
Ask = Callable[[], dict[str, Alarm]]


@pytest.fixture
def projector(database: Engine) -> Projector:
    found = Projector(database, [parcels, arrivals])
    found.prepare()
    return found


@pytest.fixture
def log(database: Engine, projector: Projector) -> Log:
    return Log(database)


@pytest.fixture
def on(database: Engine) -> Ask:
    """The alarms that are on in one process, by name."""
    return lambda: {alarm.name: alarm for alarm in alarms(look(database, distributed=False), AT_ONCE)}


@pytest.fixture
def open_append(database: Engine) -> Iterator[Connection]:
    """An append that took its lock and does not end."""
    with database.connect() as connection:
        connection.exec_driver_sql("lock table log.events in row exclusive mode")
        yield connection


def test_an_append_that_does_not_end_stalls_the_watermark_and_is_named(
    database: Engine, log: Log, projector: Projector, on: Ask, open_append: Connection
) -> None:
    pid = open_append.exec_driver_sql("select pg_backend_pid()").scalar_one()
    send(log, [1])
    Fence(database).advance(patience=0)
    assert on()["watermark_stalled"].details["pid"] == pid
    assert f"pg_terminate_backend({pid})" in on()["watermark_stalled"].sentence()
    open_append.rollback()
    Fence(database).advance()
    projector.catch_up()
    assert on() == {}


def test_a_watermark_nobody_moves_says_so(log: Log, on: Ask) -> None:
    send(log, [1])
    assert "nobody moves the watermark" in on()["watermark_stalled"].sentence()


def test_a_projection_that_is_not_folded_is_behind_until_it_is(
    database: Engine, log: Log, projector: Projector, on: Ask
) -> None:
    send(log, [1], "Leeds")
    Fence(database).advance()
    assert on()["projection_behind"].details["names"] == "arrivals, parcels"
    projector.catch_up()
    assert on() == {}


def test_the_relay_is_behind_until_the_broker_has_heard_of_everything(
    database: Engine, log: Log, amqp_url: str
) -> None:
    def behind() -> list[str]:
        found = alarms(look(database, distributed=True), AT_ONCE)
        return [alarm.sentence() for alarm in found if alarm.name == "relay_behind"]

    send(log, [1], "Leeds")
    Fence(database).advance()
    assert "No relay runs" in behind()[0]
    with RelayThread(database, amqp_url):
        wait_until(lambda: not behind(), 20)
        standing = look(database, distributed=True)
        assert standing.relay is not None
        assert standing.relay.leader is not None


def test_a_gap_in_what_the_broker_delivers_is_told_for_a_while(
    database: Engine, log: Log, projector: Projector
) -> None:
    def recent(seconds: float) -> list[str]:
        limits = Thresholds(gap_seconds=seconds)
        return [alarm.name for alarm in alarms(look(database, distributed=False), limits)]

    read_models = ReadModels(database, projector)
    missed = send(log, [1], "Leeds")[0].position
    send(log, [2, 3], "York")
    assert recent(60) == []
    deliver(read_models, told(database, missed))
    assert recent(60) == ["gap_healed"]
    time.sleep(0.05)
    assert recent(0.01) == []


def test_thresholds_come_from_the_environment() -> None:
    assert from_environment({"HINDSIGHT_ALARM_RELAY_SECONDS": "5"}) == Thresholds(relay_seconds=5)


@pytest.mark.parametrize("value", ["soon", "-1", "inf", "nan"])
def test_a_threshold_that_is_no_number_is_refused_by_name(value: str) -> None:
    with pytest.raises(ValueError, match="HINDSIGHT_ALARM_GAP_SECONDS"):
        from_environment({"HINDSIGHT_ALARM_GAP_SECONDS": value})
