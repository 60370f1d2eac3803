"""May somebody change by other ways than commands what they may not change by a command?"""

import re
from uuid import uuid4

import pytest

from events.sign_in import session_id
from services.gateway.rights.areas import area_of
from services.identity.secrets.bearer import digest
from tests.rights.matrix import oracle
from tests.rights.matrix.asking import NOWHERE, Asking
from tests.rights.matrix.company import Company, Record

ROLES = ("manager", "salesperson", "auditor")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
NAMED = {"customer": ("customers", "name"), "deal": ("deals", "title")}


@pytest.mark.parametrize("role", ROLES)
def test_a_cell_is_changed_as_far_as_the_roles_say(asking: Asking, company: Company, role: str) -> None:
    wrong = []
    for record in company.around(role):
        if record.kind in NAMED:
            name, field = NAMED[record.kind]
            body = {"id": str(record.id), "field": field, "value": record.words[0]}  # as it is already
            met = asking.ask(role, f"/api/v1/lists/{name}/cell", "POST", json=body).status_code
            if met != _expected(company, role, record):
                wrong.append((record.words[0], met, _expected(company, role, record)))
    assert wrong == []


def _expected(company: Company, role: str, record: Record) -> int:
    if not oracle.sees(company, role, record):
        return 404
    return 200 if oracle.may(company, role, f"{record.kind}.edit", record) else 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/undo/{}", {"command_id": str(uuid4())}),
        ("/conflicts/{}", {"body": {"name": "Other"}, "version": 1}),
    ],
)
def test_a_forbidden_record_is_as_if_it_were_not_there(
    asking: Asking, company: Company, role: str, path: str, body: dict[str, object]
) -> None:
    nobodys = asking.ask(role, path.format(NOWHERE), "POST", json=body).status_code
    assert nobodys == 404
    hidden = [each for each in company.around(role) if not oracle.sees(company, role, each)]
    for record in hidden:
        assert asking.ask(role, path.format(record.id), "POST", json=body).status_code == nobodys, record


def test_nobody_ends_the_session_of_another(asking: Asking, company: Company) -> None:
    theirs = session_id(digest(company.user["manager"].session))
    answer = asking.ask("salesperson", f"/api/v1/sessions/{theirs}", "DELETE")
    assert answer.status_code == 404
    assert asking.ask("manager", "/api/v1/customers").status_code == 200


def test_where_a_right_is_needed_nobody_changes_anything_without_it(asking: Asking) -> None:
    """Imports, rates, settings, operations: whatever is no command and is not open to everybody."""
    tried, wrong = 0, []
    for method, route in asking.routes:
        area = area_of(route)
        assert area is not None
        if method in CHANGING and area.change is not None:
            tried += 1
            path = re.sub(r"\{[^}]*\}", str(NOWHERE), route)
            met = asking.ask("nobody", path, method, json={}).status_code
            if met not in (403, 404):
                wrong.append((method, route, met))
    assert wrong == []
    assert tried > 10
