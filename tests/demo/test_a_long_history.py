"""Is a history of very many events, written straight into the log, one that commands could have led to?"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import Engine

from events.customers import CustomerRegistered, LifecycleChanged
from events.identity import BranchOpened, BranchPlaced, TeamFormed, UserAdded
from events.sales import DealOpened, DealReopened, DealWon, ProductListed
from services.customers.application import CUSTOMER, customers
from services.customers.policies import react
from services.identity.aggregates import BRANCH, TEAM, USER
from services.operations.demo import history_worker as worker
from services.operations.demo.cohorts import cohort
from services.operations.demo.history import AnotherDay, write_history
from services.operations.demo.plan import SPAN, Plan, Years
from services.sales.application import DEAL, PRODUCT
from shared.aggregate import Aggregate
from shared.log.log import Log
from shared.policy import PolicyRunner
from shared.records import Recorded
from tests.demo.replaying import decided_again

AS_OF = date(2026, 6, 30)
EVENTS = 12_000
KINDS: dict[type, Aggregate[Any]] = {
    BranchOpened: BRANCH,
    TeamFormed: TEAM,
    UserAdded: USER,
    ProductListed: PRODUCT,
    CustomerRegistered: CUSTOMER,
    DealOpened: DEAL,
}


@pytest.fixture(scope="module")
def log(module_database: Engine) -> Log:
    write_history(url_of(module_database), EVENTS, 7, as_of=AS_OF, workers=2)
    return Log(module_database)


@pytest.fixture(scope="module")
def streams(log: Log) -> list[list[Recorded[Any]]]:
    """Every stream there is, each in its order; where branches stand follows from their own streams."""
    told = [each for each in log.read(0, 2 * EVENTS) if not isinstance(each.event, BranchPlaced)]
    records = sorted(told, key=lambda record: (record.stream_id, record.version))
    return [list(stream) for _, stream in groupby(records, key=lambda record: record.stream_id)]


def test_there_are_about_as_many_events_as_asked_for(log: Log) -> None:
    assert 0.98 * EVENTS < len(log.read(0, 2 * EVENTS)) < 1.1 * EVENTS


def test_every_stream_obeys_the_rules(streams: list[list[Recorded[Any]]]) -> None:
    for stream in streams:
        aggregate = KINDS[type(stream[0].event)]
        state = aggregate.initial
        for events in commands(stream):
            assert decided_again(stream[0].stream_id, state, events) == events, stream[0].envelope
            for event in events:
                state = aggregate.evolve(state, event)


def test_every_stream_is_told_in_the_order_of_time_within_six_years(
    streams: list[list[Recorded[Any]]],
) -> None:
    for stream in streams:
        instants = [record.occurred_at for record in stream]
        assert instants == sorted(instants)
        assert [record.version for record in stream] == list(range(1, len(stream) + 1))
        assert AS_OF - SPAN - timedelta(days=31) < instants[0].date() <= instants[-1].date() <= AS_OF


def test_what_a_record_names_was_there_before(streams: list[list[Recorded[Any]]]) -> None:
    begun = {stream[0].stream_id: stream[0].occurred_at for stream in streams}
    opened = [stream[0] for stream in streams if isinstance(stream[0].event, DealOpened)]
    for deal in opened:
        for named in (deal.event.customer_id, deal.event.product_id, deal.event.owner_id):
            assert begun[named] <= deal.occurred_at


def test_some_customers_buy_again_and_some_deals_are_reopened(streams: list[list[Recorded[Any]]]) -> None:
    bought = Counter(s[0].event.customer_id for s in streams if isinstance(s[0].event, DealOpened))
    assert max(bought.values()) > 2
    assert any(isinstance(record.event, DealReopened) for stream in streams for record in stream)


def test_names_are_chinese_and_english(streams: list[list[Recorded[Any]]]) -> None:
    names = [s[0].event.name for s in streams if isinstance(s[0].event, CustomerRegistered)]
    chinese = sum(any("\u4e00" <= char <= "\u9fff" for char in name) for name in names)
    assert 0.5 < chinese / len(names) < 0.85


def test_the_policy_of_the_customers_finds_its_work_done(module_database: Engine, log: Log) -> None:
    before = len(log.read(0, 2 * EVENTS))
    wins = [record for record in log.read(0, 2 * EVENTS) if isinstance(record.event, DealWon)]
    followed = [record for record in log.read(0, 2 * EVENTS) if record.envelope.causation_id]
    assert wins
    assert {type(record.event) for record in followed} == {LifecycleChanged}
    policy = PolicyRunner(module_database, "customers", react, customers(log))
    policy.prepare()
    policy.catch_up()
    assert len(log.read(0, 2 * EVENTS)) == before


def test_writing_it_again_changes_nothing(module_database: Engine, log: Log) -> None:
    assert write_history(url_of(module_database), EVENTS, 7, workers=1) == 0
    with pytest.raises(AnotherDay, match="ends on 2026-06-30"):
        write_history(url_of(module_database), EVENTS, 7, as_of=date(2026, 7, 1), workers=1)


def test_a_history_that_was_interrupted_is_completed(database: Engine) -> None:
    years = Years(Plan(1_000, 7, AS_OF))
    _, already = worker.write_cohort(Log(database), years, 2)
    missing = write_history(url_of(database), 1_000, 7, as_of=AS_OF, workers=1)
    assert already > 0
    assert already + missing == len(Log(database).read(0, 5_000))


def test_the_same_seed_makes_the_same_cohort_whoever_writes_it() -> None:
    plan = Plan(EVENTS, 7, AS_OF)
    assert cohort(Years(plan), 30) == cohort(Years(plan), 30)
    assert cohort(Years(plan), 30) != cohort(Years(plan._replace(seed=8)), 30)


def commands(stream: Sequence[Recorded[Any]]) -> list[list[Any]]:
    """The events of a stream, those of one command together."""
    groups = groupby(stream, key=lambda record: record.envelope.command_id)
    return [[record.event for record in group] for _, group in groups]


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)
