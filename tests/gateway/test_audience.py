"""Who hears of what happens?"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.activities import TaskPlanned
from events.customers import CustomerAssigned, CustomerRegistered, CustomerRenamed
from services.gateway.feed_audience import Audience
from shared.events import Event
from shared.log.log import Log
from shared.records import Recorded
from shared.rights.levels import Level
from shared.rights.principal import Principal, Rights
from tests.log.facts import commit


class Company:
    def __init__(self, database: Engine) -> None:
        self.log = Log(database)
        self.audience = Audience(self.log)

    def happened(self, *events: Event, stream_id: UUID | None = None, after: int = 0) -> Recorded[Any]:
        change = commit(*events, stream_id=stream_id or uuid4(), after=after)
        self.log.append([change])
        records = self.log.stream(change.stream_id)[after:]
        self.audience.learn(records)
        return records[-1]


@pytest.fixture
def company(database: Engine) -> Company:
    return Company(database)


def registered(owner_id: UUID | None, branch: str) -> CustomerRegistered:
    return CustomerRegistered(kind="person", name="Ada", owner_id=owner_id, branch=branch)


def listener(level: Level, **of: Any) -> Principal:
    rights = Rights(levels={"customer.see": level})
    return Principal(user_id=uuid4(), name="Li", branch="east", branches=("east",), rights=rights, **of)


def test_only_who_may_see_a_record_hears_of_it(company: Company) -> None:
    east, west = company.happened(registered(None, "east")), company.happened(registered(None, "west"))
    hearing = listener(Level.BRANCH)
    assert company.audience.hears(hearing, east)
    assert not company.audience.hears(hearing, west)
    assert company.audience.hears(listener(Level.ALL), west)
    assert not company.audience.hears(listener(Level.NONE), east)


def test_whoever_gets_a_record_hears_of_it_from_then_on_and_who_lost_it_does_not(company: Company) -> None:
    hearing = listener(Level.OWN)
    first = company.happened(registered(uuid4(), "east"))
    assert not company.audience.hears(hearing, first)
    given = CustomerAssigned(owner_id=hearing.user_id, branch="east")
    assert company.audience.hears(hearing, company.happened(given, stream_id=first.stream_id, after=1))
    renamed = CustomerRenamed(name="Ada L.")
    assert company.audience.hears(hearing, company.happened(renamed, stream_id=first.stream_id, after=2))
    taken = CustomerAssigned(owner_id=None, branch="east")
    assert not company.audience.hears(hearing, company.happened(taken, stream_id=first.stream_id, after=3))


def test_of_what_was_not_learnt_of_nobody_hears(company: Company, database: Engine) -> None:
    east = company.happened(registered(None, "east"))
    assert not Audience(Log(database)).hears(listener(Level.ALL), east)


def test_a_task_tells_what_it_is_about_to_whoever_may_see_that(company: Company) -> None:
    east, west = company.happened(registered(None, "east")), company.happened(registered(None, "west"))
    rights = Rights(levels={"customer.see": Level.BRANCH, "task.see": Level.ALL})
    hearing = Principal(user_id=uuid4(), name="Li", branch="east", branches=("east",), rights=rights)
    for customer, told in ((east, [east.stream_id]), (west, [])):
        done = company.happened(
            TaskPlanned(
                kind="call",
                title="Ring",
                due_at=None,
                remind_at=None,
                owner_id=None,
                branch="east",
                customer_id=customer.stream_id,
                deal_id=None,
            )
        )
        assert company.audience.hears(hearing, done)
        assert company.audience.about(hearing, done) == told
