"""Is the demo company believable, bilingual, and the same from the same seed?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from events.sales import OPEN_STAGES, STAGES
from events.sign_in import PasswordSet, credentials_id
from services.activities.application import activities
from services.customers.application import customers
from services.identity.application import identity
from services.identity.defining import define_built_in_roles
from services.importing.report import Report
from services.operations.demo.company import HISTORY_DAYS, Company
from services.operations.demo.deals import deal
from services.operations.demo.filling import fill, reference_date
from services.operations.demo.letting_in import let_in
from services.operations.demo.people import customer
from services.operations.demo.talks import TALKS, activity, task
from services.operations.importing.destination import Destination
from services.sales.application import sales
from shared.blocking import Blocking
from shared.importing import record_id
from shared.local_bus import LocalBus
from shared.log.log import Log

AS_OF = date(2026, 6, 30)


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


@pytest.fixture
def bus(log: Log) -> Iterator[Blocking]:
    people = identity(log)
    define_built_in_roles(people)
    services = {
        "identity": people,
        "customers": customers(log),
        "sales": sales(log),
        "activities": activities(log),
    }
    blocking = Blocking(LocalBus(services))
    yield blocking
    blocking.close()


def filled(log: Log, bus: Blocking, company: Company) -> Report:
    return fill(company, log, bus, uuid4(), lambda _: None)


def test_the_same_seed_makes_the_same_company() -> None:
    one, two, other = Company(300, 7, AS_OF), Company(300, 7, AS_OF), Company(300, 8, AS_OF)
    assert [customer(one, n) for n in range(300)] == [customer(two, n) for n in range(300)]
    assert [deal(one, n) for n in range(one.deals)] == [deal(two, n) for n in range(two.deals)]
    assert customer(one, 0) != customer(other, 0)


def test_customers_are_chinese_and_english_persons_and_organizations() -> None:
    company = Company(400, 1, AS_OF)
    people = [customer(company, n) for n in range(400)]
    chinese = sum(any("\u4e00" <= char <= "\u9fff" for char in each.name) for each in people)
    assert 200 < chinese < 340
    assert 180 < sum(each.kind == "person" for each in people) < 300
    assert all(each.phones and each.emails and each.branch and each.owner for each in people)


def test_deals_have_plausible_histories() -> None:
    company = Company(2_000, 1, AS_OF)
    deals = [deal(company, n) for n in range(company.deals)]
    stages = Counter(each.stage for each in deals)
    assert set(stages) == set(STAGES)
    assert 0.3 < stages["won"] / (stages["won"] + stages["lost"]) < 0.7
    for each in deals:
        instants = [each.opened_at, each.engaging_at, each.proposal_at, each.negotiation_at, each.closed_at]
        known = [instant for instant in instants if instant is not None]
        assert known == sorted(known)
        assert AS_OF - timedelta(days=HISTORY_DAYS) <= known[0].date()
        assert known[-1].date() <= AS_OF
        assert (each.closed_at is None) == (each.stage not in ("won", "lost"))


def test_deals_are_talked_about_and_most_open_ones_have_a_next_step() -> None:
    company = Company(500, 1, AS_OF)
    deals = [deal(company, n) for n in range(company.deals)]
    talks = [activity(company, n) for n in range(TALKS * company.deals)]
    assert {each.kind for each in talks} == {"call", "mail", "meeting", "visit", "note"}
    assert all(each.happened_at.date() <= AS_OF for each in talks)
    assert [each.owner for each in talks[::TALKS]] == [each.owner for each in deals]
    open_ones = [n for n in range(company.deals) if deals[n].stage in OPEN_STAGES]
    steps = [task(company, n) for n in open_ones]
    planned = [each for each in steps if each.state == "open"]
    assert 0.5 < len(planned) / len(steps) < 0.9
    days = sorted((each.due_at.date() - AS_OF).days for each in planned if each.due_at)
    assert days[0] < 0 < days[-1]
    assert all(each.planned_at < each.due_at for each in planned if each.planned_at and each.due_at)
    assert all(task(company, n).state == "done" for n in range(company.deals) if n not in open_ones)


def test_chinese_companies_are_of_chinese_sectors() -> None:
    company = Company(200, 1, AS_OF)
    for each in (customer(company, n) for n in range(200)):
        chinese = "\u4e00" <= each.name[0] <= "\u9fff"
        assert each.sector is None or each.sector.isascii() is not chinese


def test_a_company_is_filled_through_commands_and_filling_it_again_changes_nothing(
    log: Log, bus: Blocking
) -> None:
    company = Company(60, 3, AS_OF)
    report = filled(log, bus, company)
    assert [(file.entity, file.created, file.rejected) for file in report.files] == [
        ("branch", 9, 0),
        ("team", 6, 0),
        ("user", 32, 0),
        ("product", 12, 0),
        ("customer", 60, 0),
        ("deal", 24, 0),
        ("activity", 48, 0),
        ("task", 24, 0),
    ]
    again = filled(log, bus, company)
    assert [file.unchanged for file in again.files] == [file.rows for file in again.files]


def test_a_company_already_there_keeps_its_last_day(log: Log, bus: Blocking) -> None:
    assert reference_date(3, log) is None
    filled(log, bus, Company(1, 3, AS_OF))
    assert reference_date(3, log) == AS_OF


def test_the_first_of_each_role_can_sign_in_once_and_keeps_a_password_of_their_own(
    log: Log, bus: Blocking, database: Engine
) -> None:
    company = Company(1, 3, AS_OF)
    filled(log, bus, company)
    there = Destination(database, log, bus)
    entries = let_in(company, there)
    assert [entry.role for entry in entries] == [
        "administrator",
        "auditor",
        "manager",
        "team_lead",
        "salesperson",
    ]
    assert all(entry.email.endswith("@demo3.example") for entry in entries)
    (told,) = log.stream(credentials_id(record_id("user", company.key("user", "administrator"))))
    assert isinstance(told.event, PasswordSet)
    assert told.event.temporary
    assert let_in(company, there) == []
