"""Does a deal of former times, whose branch only its envelope says, belong to that branch everywhere?"""

import pytest

from services.gateway.feed_audience import Audience
from services.sales.commands import RenameDeal
from tests.rights.matrix.asking import Asking
from tests.rights.matrix.company import Company, Record
from tests.rights.matrix.test_commanding import outcome


@pytest.fixture
def former(company: Company) -> Record:
    """The deal."""
    return next(each for each in company.of("deal") if each.words[0] == "Zqformerdeal")


def test_it_is_of_the_first_form(company: Company, former: Record) -> None:
    opened = company.applications["sales"].log.stream(former.id)[0]
    assert (opened.envelope.schema_version, opened.event.branch) == (1, "")


def test_the_manager_of_the_branch_sees_it_and_may_change_it(
    asking: Asking, company: Company, former: Record
) -> None:
    assert former.words[0] in asking.ask("manager", "/api/v1/sales/deals?limit=200").text
    assert asking.ask("manager", f"/api/v1/sales/deals/{former.id}").status_code == 200
    rename = RenameDeal(deal_id=former.id, title="Renamed")
    assert outcome(company, "manager", rename) == "allowed"
    assert outcome(company, "salesperson", rename) == "not there"


def test_the_live_feed_tells_its_branch(company: Company, former: Record) -> None:
    log = company.applications["sales"].log
    audience = Audience(log)
    records = log.stream(former.id)
    audience.learn(records)
    access = audience._access
    told = {}
    for role in ("manager", "salesperson"):
        principal = access.principal(company.user[role].user_id)
        assert principal is not None
        told[role] = audience.hears(principal, records[-1])
    assert told == {"manager": True, "salesperson": False}


def test_why_somebody_may_change_it_is_explained(asking: Asking, former: Record) -> None:
    told = asking.ask("manager", f"/api/v1/access?record={former.id}").json()
    assert told["relation"] == "branch"
