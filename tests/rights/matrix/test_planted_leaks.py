"""Would the matrix notice? Each leak is planted alone, and has to be found where it was planted."""

from typing import Any
from uuid import uuid4

import pytest

from projections.history import record_index, timeline
from services.customers.commands import RenameCustomer
from services.gateway import feed_audience
from services.gateway.rights.areas import Unplaced, must_all_be_placed
from shared.rights import guard
from shared.rights.condition import EVERYTHING
from shared.rights.levels import Level
from shared.rights.principal import Principal
from tests.rights.matrix import oracle
from tests.rights.matrix.asking import Asking
from tests.rights.matrix.company import Company, Record
from tests.rights.matrix.test_commanding import outcome

WHO = "salesperson"


def leaks(asking: Asking, company: Company, *paths: str) -> set[str]:
    """The words at these addresses that a salesperson must not see."""
    hidden = oracle.hidden_words(company, WHO)
    text = " ".join(asking.ask(WHO, path).text for path in paths)
    return {word for word in hidden if word in text}


def record(company: Company, kind: str, word: str) -> Record:
    return next(each for each in company.of(kind) if each.words[0] == word)


LISTS = {
    "over HTTP": "/api/v1/customers?limit=200",
    "on the page": "/customers",
    "an export": "/api/v1/lists/customers/export?format=csv",
    "a look-up": "/customers/lookup?search=zqstranger",
    "deals": "/api/v1/sales/deals?limit=200",
    "the board": "/deals",
}


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS.keys())
def test_a_query_without_its_condition(
    asking: Asking, company: Company, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert leaks(asking, company, path) == set()
    monkeypatch.setattr(Principal, "where", lambda *_, **__: EVERYTHING)
    assert leaks(asking, company, path)


def test_a_name_beside_a_record(asking: Asking, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    linked = record(company, "deal", f"Zqlinked{WHO}deal")
    path = f"/api/v1/sales/deals/{linked.id}"
    assert leaks(asking, company, path) == set()
    monkeypatch.setattr(Principal, "naming", lambda *_, **__: EVERYTHING)
    assert "Zqstrangercustomer" in leaks(asking, company, path)


def test_what_others_did_in_a_timeline(
    asking: Asking, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = record(company, "customer", f"Zq{WHO}customer")
    paths = (f"/timeline/{mine.id}", f"/api/v1/timeline/{mine.id}")
    assert leaks(asking, company, *paths) == set()
    monkeypatch.setattr(timeline, "visible", lambda _, streams, __: list(streams))
    assert f"Zqaway{WHO}call" in leaks(asking, company, *paths)


def test_a_name_in_a_timeline(asking: Asking, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    linked = record(company, "deal", f"Zqlinked{WHO}deal")
    path = f"/timeline/{linked.id}"
    assert leaks(asking, company, path) == set()
    monkeypatch.setattr(record_index, "_may_name", lambda *_: True)
    assert "Zqstrangercustomer" in leaks(asking, company, path)


def test_a_search_result(asking: Asking, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/search?q=Zqstrangercustomer"
    text = asking.ask(WHO, path).text.replace('value="Zqstrangercustomer"', "")
    assert f"/customers/{record(company, 'customer', 'Zqstrangercustomer').id}" not in text
    monkeypatch.setattr(record_index, "_seen", lambda *_: EVERYTHING)
    found = asking.ask(WHO, path).text
    assert f"/customers/{record(company, 'customer', 'Zqstrangercustomer').id}" in found


def test_a_row_of_the_live_feed(company: Company) -> None:
    log = company.applications["sales"].log
    audience = feed_audience.Audience(log)
    access = audience._access
    access.catch_up()
    for role, person in company.user.items():
        principal = access.principal(person.user_id)
        assert principal is not None
        wrong = []
        for each in company.records:
            if each.kind == "import":
                continue  # no stream, so nothing of it is told live
            records = log.stream(each.id)
            audience.learn(records)
            if audience.hears(principal, records[-1]) != oracle.sees(company, role, each):
                wrong.append((role, each.words[0]))
        assert wrong == []


def test_a_command_without_its_right(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = record(company, "customer", "Zqstrangercustomer")
    rename = RenameCustomer(customer_id=theirs.id, name="Taken over")
    assert outcome(company, WHO, rename) == "not there"
    monkeypatch.setattr(guard, "_may", lambda *_: True)
    assert outcome(company, WHO, rename) == "allowed"


def test_a_record_that_answers_otherwise_than_one_that_is_not_there(
    asking: Asking, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = record(company, "customer", "Zqstrangercustomer")
    paths = [f"/api/v1/customers/{each}" for each in (theirs.id, uuid4())]
    assert {asking.ask(WHO, path).status_code for path in paths} == {404}
    monkeypatch.setattr(Principal, "where", lambda *_, **__: EVERYTHING)
    assert [asking.ask(WHO, path).status_code for path in paths] == [200, 404]


def test_a_route_of_which_nobody_said_to_whom_it_is_open() -> None:
    with pytest.raises(Unplaced, match="/secrets/all"):
        must_all_be_placed(["/customers", "/secrets/all"])


def test_an_area_without_its_right(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asking.ask(WHO, "/operations").status_code == 403
    level = Principal.level

    def widened(self: Principal, thing: str, action: str) -> Any:
        return Level.ALL if thing == "operation" else level(self, thing, action)

    monkeypatch.setattr(Principal, "level", widened)
    assert asking.ask(WHO, "/operations").status_code == 200
