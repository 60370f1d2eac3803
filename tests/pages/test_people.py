"""Do the pages of people, teams and branches show who works where, and change it?"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Company, Look
from tests.people import people

Send = Callable[..., dict[str, Any]]
After = Callable[[str, int], str]


@pytest.fixture
def after(http: httpx.Client) -> After:
    """A page in English, once this position is on it."""

    def page(address: str, position: int) -> str:
        answer = http.get(address, params={"min_position": position}, headers={"Accept-Language": "en"})
        assert answer.status_code == 200, answer.text
        return answer.text

    return page


def test_everybody_is_listed_with_branch_team_and_roles(look: Look, company: Company) -> None:
    page = look("/settings/people")
    assert f"/settings/people/{company.seller}" in page
    assert "大客户组" in page
    assert 'data-command="identity/add-user"' in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("search=娜", True), ("branch=华东", True), ("search=nobody", False), ("left=1", False)],
)
def test_people_are_found_by_name_and_branch(look: Look, company: Company, asked: str, found: bool) -> None:
    assert (f"/settings/people/{company.seller}" in look(f"/settings/people?{asked}")) == found


def test_a_colleague_can_be_renamed_transferred_given_roles_and_deactivated(
    look: Look, company: Company
) -> None:
    page = look(f"/settings/people/{company.seller}")
    for command in ("rename-user", "change-user-email", "transfer-user", "give-roles", "deactivate-user"):
        assert f'data-command="identity/{command}"' in page


def test_who_left_is_shown_as_such_and_can_come_back(look: Look, after: After, send: Send) -> None:
    user_id = send("identity/add-user", name="Olaf Lind")["stream_id"]
    left = send("identity/deactivate-user", user_id=user_id)["position"]
    page = after(f"/settings/people/{user_id}", left)
    assert 'data-command="identity/reactivate-user"' in page
    assert "Olaf Lind" in look("/settings/people?left=1")


def test_branches_stand_below_each_other(after: After, send: Send) -> None:
    send("identity/open-branch", code="sh", name="上海分公司", parent="华东")
    last = send("identity/open-branch", code="pd", name="浦东", parent="sh")["position"]
    page = after("/settings/branches", last)
    assert page.index("level-0") < page.index("level-1") < page.index("level-2")
    assert "上海分公司" in page


def test_a_branch_can_not_be_put_below_its_own(look: Look) -> None:
    dialogs = look("/settings/branches").split('data-command="identity/move-branch"')[1:]
    own = next(each for each in dialogs if 'value="sh"' in each.split("</dialog>")[0].split("<select")[0])
    choices = own.split("</select>")[0].split("<select")[1]
    assert 'value="华东"' in choices
    assert 'value="pd"' not in choices


def test_codes_that_stand_in_records_only_can_be_opened(after: After, send: Send) -> None:
    last = send("customers/register-customer", kind="person", name="Ann", branch="Nowhere")["position"]
    assert "Open the branch Nowhere" in after("/settings/branches", last)


def test_teams_have_a_branch_and_a_leader(after: After, send: Send, company: Company) -> None:
    team = send("identity/form-team", name="Key accounts", branch="华东", lead_id=company.seller)
    page = after("/settings/teams", team["position"])
    row = page.split("Key accounts")[1].split("</tr>")[0]
    assert "李娜" in row
    assert "华东" in row


@pytest.mark.usefixtures("company")
def test_a_salesperson_can_change_nobody(module_database: Engine, http: httpx.Client) -> None:
    seller = people(module_database).person("salesperson", "华东")
    mine = {"Cookie": seller.headers["Cookie"]}
    page = http.get("/settings/people", headers=mine)
    assert page.status_code in (200, 403, 404)
    assert 'data-open="add-user"' not in page.text
    assert "/api/docs" not in http.get("/customers", headers=mine).text
    assert "/api/docs" in http.get("/settings/account", headers=mine).text
    refused = http.post("/api/v1/identity/add-user", json={"name": "Eve"}, headers=mine)
    assert refused.status_code in (403, 404)


@pytest.mark.parametrize("address", ["users", "teams", "branches", "roles"])
def test_programs_ask_the_same(http: httpx.Client, company: Company, address: str) -> None:
    answer = http.get(f"/api/v1/identity/{address}?min_position={company.position}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["items"]


def test_the_button_for_a_new_role_opens_its_dialog_beside_the_other_settings(look: Look) -> None:
    page = look("/settings/roles")
    assert 'data-open="new-role"' in page
    assert '<dialog id="new-role"' in page
    assert 'href="/settings/pipelines"' in page


def test_a_customer_is_registered_by_whom_and_where_it_belongs_without_typing(look: Look) -> None:
    page = look("/customers")
    assert '<select id="customer-branch"' in page
    assert "That of the owner" in page
    assert 'href="/imports"' in page
