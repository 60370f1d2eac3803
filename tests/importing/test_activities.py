"""Are activities, tasks and staff imported, each row as what it is, and duplicates of several files shown?"""

import httpx
from sqlalchemy import Engine

from shared.importing import record_id
from tests.gateway.conftest import http, register, runtime, settings
from tests.importing.wizard import Wizard, figures
from tests.people import people

__all__ = ["http", "register", "runtime", "settings"]

CONTACTS = "Contact ID,First Name,Last Name,Email\nA1,Ann,Active,ann.active@example.com\n"
ACTIVITIES = (
    "Activity ID,Activity Type,Activity Date,Notes/Description,Call/Meeting Title/Subject,Task Status,"
    "Task Due Date,Associated Contact Email\n"
    "1,Call,2025-03-01,Talked of pumps,Call with Ann,,,ann.active@example.com\n"
    "2,Email,2025-03-02,Offer sent by mail,,,,ann.active@example.com\n"
    "3,Task,2025-03-03,,Send the contract,Waiting,2025-04-01,ann.active@example.com\n"
    "4,Task,2025-03-04,,Thank Ann,Completed,,ann.active@example.com\n"
    "5,Note,2025-03-05,About nobody,,,,nobody@example.com\n"
)
STAFF = "sales_agent,manager,regional_office\nAnn Agent,Max Boss,Far East\nBo Agent,Max Boss,Far East\n"


def test_activities_and_tasks_of_one_file_find_their_contacts_and_can_be_undone(http: httpx.Client) -> None:
    wizard = Wizard(http, {"activities.csv": ACTIVITIES, "contacts.csv": CONTACTS})
    assert [table["target"] for table in wizard.draft["tables"]] == ["person", "activity", "task"]
    assert figures(wizard.go("check")) == [(1, 0, 0, 0, 0), (2, 0, 0, 2, 1), (2, 0, 0, 3, 0)]
    ended = wizard.go("run")
    assert figures(ended) == [(1, 0, 0, 0, 0), (2, 0, 0, 2, 1), (2, 0, 0, 3, 0)]
    ann = record_id("customer", "contacts person A1")
    page = http.get(f"/customers/{ann}", params={"min_position": ended["position"]}).text
    assert "Call with Ann" in page
    assert "Send the contract" in page
    again = Wizard(http, {"activities.csv": ACTIVITIES, "contacts.csv": CONTACTS}).go("run")
    assert figures(again) == [(0, 0, 1, 0, 0), (0, 0, 2, 2, 1), (0, 0, 2, 3, 0)]
    moved = ACTIVITIES.replace("2025-04-01", "2025-05-01").replace("Talked of", "Talked about")
    files = {"activities.csv": moved, "contacts.csv": CONTACTS}
    assert figures(Wizard(http, files).go("run"))[1:] == [(0, 1, 1, 2, 1), (0, 1, 1, 3, 0)]
    assert wizard.go("undo")["state"] == "undone"


def test_one_file_brings_branches_teams_and_colleagues(http: httpx.Client) -> None:
    wizard = Wizard(http, {"sales_teams.csv": STAFF})
    assert [table["target"] for table in wizard.draft["tables"]] == ["branch", "team", "user"]
    assert figures(wizard.go("run")) == [(1, 0, 0, 1, 0), (1, 0, 0, 1, 0), (2, 0, 0, 0, 0)]


def test_duplicates_among_several_files_are_shown_with_the_file(http: httpx.Client) -> None:
    first = "Contact ID,Last Name,Email\nD1,Twin,twin@example.com\n"
    second = "Contact ID,Last Name,Email\nD2,Twinn,TWIN@example.com\n"
    wizard = Wizard(http, {"a.csv": first, "b.csv": second})
    wizard.go("check")
    (row,) = wizard.rows(1, "duplicates")
    assert [(each["way"], each["file"], each["row"]) for each in row["alike"]] == [("email", 0, 2)]
    page = http.get(f"/imports/{wizard.draft['id']}?step=check&file=1&show=duplicates").text
    assert "a.csv, Row 2" in page


def test_one_company_in_two_files_becomes_one_record(http: httpx.Client) -> None:
    ours = "Company ID,Company Name,Industry\nO1,Kepler Pumps Ltd,pumps\n"
    theirs = "Account ID,Account Name,Number of Employees,Industry\nT7,KEPLER PUMPS,80,tools\n"
    deals = "Deal ID,Deal Name,Amount,Stage,Account ID\nK1,Forty,10,New,T7\n"
    files = {"a-companies.csv": ours, "b-accounts.csv": theirs, "c-deals.csv": deals}
    wizard = Wizard(http, files)
    assert figures(wizard.go("check")) == [(1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (1, 0, 0, 0, 0)]
    assert wizard.rows(1, "duplicates")[0]["alike"][0]["way"] == "name"
    done = wizard.go("run")
    assert figures(done) == [(1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (1, 0, 0, 0, 0)]
    http.get("/api/v1/customers", params={"limit": 1, "min_position": done["position"]})
    found = http.get("/api/v1/customers", params={"search": "kepler"}).json()["items"]
    (customer,) = found
    record = http.get(f"/api/v1/customers/{customer['customer_id']}").json()
    assert (record["sector"], record["employees"]) == ("pumps", 80)
    page = http.get("/api/v1/sales/deals", params={"limit": 50, "min_position": done["position"]}).json()
    assert [each["customer_id"] for each in page["items"] if each["title"] == "Forty"] == [
        customer["customer_id"]
    ]
    assert figures(Wizard(http, files).go("run")) == [(0, 0, 1, 0, 0)] * 3


def test_two_rows_of_one_file_stay_two_records(http: httpx.Client) -> None:
    text = "Contact ID,Last Name,Email\nS1,Ann,info@shared.example\nS2,Bo,info@shared.example\n"
    assert figures(Wizard(http, {"people.csv": text}).go("run")) == [(2, 0, 0, 0, 0)]


def test_a_duplicate_outside_ones_rights_is_not_revealed(http: httpx.Client, module_database: Engine) -> None:
    text = "Last Name,Email\nHidden,hidden@example.com\n"
    contact = {"emails": ["hidden@example.com"]}
    body = {"kind": "person", "name": "Secret Name", "contact": contact, "branch": "elsewhere"}
    known = http.post("/api/v1/customers/register-customer", json=body)
    assert known.status_code == 201, known.text
    http.get("/api/v1/customers", params={"min_position": known.json()["position"]})
    manager = people(module_database).person("manager", "here")
    own = dict(http.cookies)
    http.cookies.clear()
    http.cookies.update(manager.cookies)
    try:
        wizard = Wizard(http, {"people.csv": text})
        assert figures(wizard.go("check")) == [(1, 0, 0, 0, 0)]
        assert wizard.rows(show="duplicates") == []
    finally:
        http.cookies.clear()
        http.cookies.update(own)
    seen = Wizard(http, {"people.csv": text})
    assert figures(seen.go("check")) == [(0, 1, 0, 0, 0)]


def test_who_may_import_customers_may_import_what_was_said_to_them(
    http: httpx.Client, module_database: Engine
) -> None:
    """Each row with the rights of whoever imports: what they may not see, they cannot write about."""
    for branch, name in (("near", "Near Ltd"), ("far", "Far Ltd")):
        contact = {"emails": [f"{branch}@example.com"]}
        body = {"kind": "organization", "name": name, "contact": contact, "branch": branch}
        position = http.post("/api/v1/customers/register-customer", json=body).json()["position"]
    http.get("/api/v1/customers", params={"min_position": position})
    text = (
        "Activity Type,Activity Date,Subject,Contact Email\n"
        "Call,2026-01-02,About pumps,near@example.com\nCall,2026-01-03,About pipes,far@example.com\n"
    )
    manager, own = people(module_database).person("manager", "near"), dict(http.cookies)
    http.cookies.clear()
    http.cookies.update(manager.cookies)
    try:
        wizard = Wizard(http, {"activities.csv": text})
        assert [table["target"] for table in wizard.draft["tables"]] == ["activity"]
        assert figures(wizard.go("run")) == [(1, 0, 0, 0, 1)]
    finally:
        http.cookies.clear()
        http.cookies.update(own)
