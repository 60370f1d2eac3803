"""Does a hidden field stand anywhere: on a page, in an answer, in a filter, an order, a sum, a history?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from services.activities.commands import PlanTask
from services.identity.commands import AddUser, DefineRole, FieldRule, Reach
from services.sales.commands import WinDeal
from shared.rights.principal import Principal
from tests.rights.matrix.asking import Asking
from tests.rights.matrix.company import HOME, Company

ROLE = "discreet"
HIDDEN: dict[str, FieldRule] = {
    "deal.amount": "hidden",
    "customer.phones": "hidden",
    "customer.emails": "hidden",
    "customer.sector": "hidden",
}


@pytest.fixture(scope="module", autouse=True)
def discreet(company: Company, asking: Asking) -> Iterator[None]:
    """Somebody who sees every record, and not every field; a deal, a customer and a task are their own."""
    things = ("customer", "deal", "activity", "task", "report", "history")
    grants: dict[str, Reach] = {
        f"{thing}.{action}": "all" for thing in things for action in ("see", "edit", "export")
    }
    company.do(DefineRole(key=ROLE, name="Discreet", grants=grants, fields=HIDDEN))
    added = AddUser(
        user_id=uuid4(), name="Discreet", email="discreet@example.com", branch=HOME, roles=(ROLE,)
    )
    company.user[ROLE] = company.people.signed_in(company.do(added))
    before = len(company.records)
    company.filled_for(ROLE, 77, company.user[ROLE].user_id, HOME)
    company.filled_for(f"{ROLE}won", 78, company.user[ROLE].user_id, HOME)
    won = max((each for each in company.of("deal")), key=company.records.index)
    company.do(WinDeal(deal_id=won.id, won_on=datetime.now(UTC).date()))
    due = PlanTask(
        task_id=uuid4(),
        title="Zqdue",
        due_at=datetime.now(UTC),
        owner_id=company.user[ROLE].user_id,
        branch=HOME,
        deal_id=won.id,
    )
    company.do(due)
    asking.settle(due.task_id)
    yield
    del company.user[ROLE], company.records[before:]


def closed_words(company: Company) -> set[str]:
    """Phone numbers, addresses and sectors of all customers, amounts of all deals."""
    customers = {word for each in company.of("customer") for word in each.words[1:4]}
    return customers | {word for each in company.of("deal") for word in each.words[1:]}


def test_no_address_shows_a_hidden_field(asking: Asking, company: Company) -> None:
    closed = closed_words(company)
    leaks = []
    for address in asking.addresses(ROLE, "GET"):
        answer = asking.ask(ROLE, address.path)
        assert answer.status_code < 500, address.path
        text = answer.text
        if found := sorted(word for word in closed if word in text):
            leaks.append((address.path, found[:3]))
    assert leaks == []


SUMS = (
    "/home",
    "/reports",
    "/deals",
    "/deals/list",
    "/customers",
    "/api/v1/sales/pipeline",
    "/api/v1/sales/leaderboard",
    "/api/v1/sales/outcomes",
    "/api/v1/lists/deals/export?format=csv",
    "/search/options?q=zq",
    "/tasks",
)
_MILLIONS = re.compile(r"(?<![\d-])\d{1,3}(?:,\d{3}){2}|(?<![\d-])\d{7,}\.\d{2}\b|\d(?:\.\d+)?M\b")


@pytest.mark.parametrize("path", SUMS)
def test_hidden_amounts_add_up_to_nothing_that_is_shown(asking: Asking, path: str) -> None:
    answer = asking.ask(ROLE, path)
    assert answer.status_code == 200
    assert _MILLIONS.findall(answer.text) == []


@pytest.mark.parametrize("path", ["/home", "/reports", "/api/v1/sales/leaderboard", "/api/v1/sales/outcomes"])
def test_who_sees_amounts_sees_the_sums(asking: Asking, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Or the test above would be content with pages that show nothing."""
    monkeypatch.setattr(Principal, "shows", lambda *_: True)
    assert _MILLIONS.findall(asking.ask(ROLE, path).text)


@pytest.mark.parametrize(
    "query",
    [
        "sort=amount",
        "sort=-amount",
        "filter=amount(gt,1)",
        "filter=amount.gt.1",
        "columns=title,amount",
    ],
)
def test_a_hidden_field_and_one_that_does_not_exist_are_refused_alike(asking: Asking, query: str) -> None:
    answers = []
    for field in ("amount", "nothing"):
        answer = asking.ask(ROLE, f"/api/v1/sales/deals?{query.replace('amount', field)}")
        answers.append((answer.status_code, answer.json().get("detail", "").replace(field, "…")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_a_hidden_field_is_set_by_no_command(asking: Asking, company: Company) -> None:
    deal = next(company.of("deal"))
    guessed = deal.words[1]  # or it would be told whether a guess is right
    for amount in ("1.00", guessed):
        body = {"deal_id": str(deal.id), "amount": amount, "currency": "EUR", "probability": 10}
        _is_refused(asking.ask(ROLE, "/api/v1/sales/revalue-deal", "POST", json=body))


def _is_refused(answer: httpx.Response) -> None:
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["problems"]] == ["amount"]


def test_where_two_changed_the_same_a_hidden_field_is_not_told(asking: Asking, company: Company) -> None:
    """Neither as what others set, nor merged into the command of somebody who left it empty."""
    for kind, body in (
        ("deal", {"amount": None}),
        ("deal", {"amount": "1.00"}),
        ("customer", {"contact": {"phones": [], "emails": []}, "organization": {"sector": ""}}),
        ("customer", {"contact": {"phones": ["+1"], "emails": ["a@b.example"]}}),
    ):
        record = next(company.of(kind))
        answer = asking.ask(ROLE, f"/conflicts/{record.id}", "POST", json={"body": body, "version": 0})
        assert answer.status_code == 200
        assert [word for word in record.words if word in closed_words(company) and word in answer.text] == []
