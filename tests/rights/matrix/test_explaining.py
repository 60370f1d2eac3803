"""Is everybody told truly why they may do something with a record, or why not?"""

import pytest

from tests.rights.matrix import oracle
from tests.rights.matrix.asking import Asking
from tests.rights.matrix.company import Company

ROLES = ("manager", "salesperson", "viewer")


@pytest.mark.parametrize("role", ROLES)
def test_the_explanation_says_what_the_roles_say(asking: Asking, company: Company, role: str) -> None:
    for record in company.around(role):
        answer = asking.ask(role, f"/api/v1/access?record={record.id}")
        if record.kind == "import" or not oracle.sees(company, role, record):
            assert answer.status_code == 404, record
            continue
        told = answer.json()
        assert told["relation"] == oracle.relation(company, role, record.owner_id, record.branch)
        for reason in told["reasons"]:
            right = f"{record.kind}.{reason['action']}"
            assert reason["allowed"] == oracle.may(company, role, right, record), (record, right)


def test_only_who_sees_roles_asks_for_others(asking: Asking, company: Company) -> None:
    record = next(company.of("customer"))
    path = f"/api/v1/access?record={record.id}&user={company.user['manager'].user_id}"
    assert asking.ask("auditor", path).json()["user"] == "User manager"
    assert asking.ask("salesperson", path).status_code == 404


def test_the_pages_of_roles_are_for_those_who_see_roles(asking: Asking) -> None:
    assert "deal.assign" in asking.ask("auditor", "/settings/roles/manager").text
    assert asking.ask("salesperson", "/settings/roles/manager").status_code == 403
    assert asking.ask("auditor", "/settings/roles/nonesuch").status_code == 404
