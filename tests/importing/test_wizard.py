"""Does an import lead from the upload to the result, step by step, and back again?"""

import re
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest
import yaml

from services.gateway.importing.imports import Imports
from services.gateway.runtime import Runtime
from services.importing.wizard.store import Store
from shared.importing import record_id
from tests.gateway.conftest import http, register, runtime, settings
from tests.importing.wizard import IMPORTS, Wizard, figures

__all__ = ["http", "register", "runtime", "settings"]

PEOPLE = (
    "Contact ID,First Name,Last Name,Email,Phone,Job Title\n"
    "{0}1,Ann,Berg,ann{0}@example.com,+86 138 0013 80{0},Buyer\n"
    "{0}2,Bo,Chen,not an address,12,Head\n"
    "{0}3,Cy,Dean,cy{0}@example.com,,\n"
)
COMPANIES = "Company ID,Company Name,Industry,Company Domain Name\n{0}1,Acme {0},Tools,acme{0}.com\n"
DEALS = (
    "Deal ID,Deal Name,Deal Stage,Amount,Close Date,Deal Owner,Associated Company Domain\n"
    "{0}1,Pumps,Closed Won,100.50,2026-01-31,nobody@example.com,acme{0}.com\n"
    "{0}2,Lamps,Dreaming,dear,2026-01-31,nobody@example.com,gone.example\n"
)


def customer(http: httpx.Client, position: int, search: str) -> list[dict[str, Any]]:
    answer = http.get("/api/v1/customers", params={"search": search, "min_position": position})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_related_files_are_imported_together(http: httpx.Client) -> None:
    files = {"deals.csv": DEALS.format(41), "companies.csv": COMPANIES.format(41)}
    wizard = Wizard(http, files)
    assert [table["target"] for table in wizard.draft["tables"]] == ["organization", "deal"]
    checked = wizard.go("check")
    assert (checked["state"], figures(checked)) == ("ready", [(1, 0, 0, 0, 0), (1, 0, 0, 0, 1)])
    (bad,) = [row for row in wizard.rows(1, "problems") if row["verdict"] == "rejected"]
    assert {mark["column"] for mark in bad["marks"]} >= {"Amount", "Associated Company Domain"}
    ended = wizard.go("run")
    assert (ended["state"], figures(ended)) == ("done", [(1, 0, 0, 0, 0), (1, 0, 0, 0, 1)])
    address = f"/api/v1/sales/deals/{record_id('deal', 'HubSpot deal 411')}"
    deal = http.get(address, params={"min_position": ended["position"]}).json()
    assert (deal["customer_name"], deal["amount"]) == ("Acme 41", "100.50")


def test_corrected_cells_are_imported(http: httpx.Client) -> None:
    wizard = Wizard(http, {"deals.csv": DEALS.format(42)})
    wizard.go("check")
    row = wizard.correct(3, {"Amount": "7", "Deal Stage": "won"})
    assert row["verdict"] == "created"
    assert figures(wizard.go("run")) == [(2, 0, 0, 0, 0)]


def test_optional_cells_that_are_wrong_are_left_out_and_told(http: httpx.Client) -> None:
    wizard = Wizard(http, {"contacts.csv": PEOPLE.format(43)})
    assert figures(wizard.go("check")) == [(3, 0, 0, 0, 0)]
    (row,) = wizard.rows(show="problems")
    assert [mark["column"] for mark in row["marks"]] == ["Email", "Phone"]
    position = wizard.go("run")["position"]
    (found,) = customer(http, position, "Ann Berg")
    assert found["phones"] == ["+86 138 0013 8043"]


def test_customers_that_are_here_are_updated_not_doubled(
    http: httpx.Client, register: Callable[..., Any]
) -> None:
    here = register(
        "Dora Dew", kind="person", contact={"emails": ["dora@example.com"], "phones": ["+1 555 010 0000"]}
    )
    text = (
        "First Name,Last Name,Email,Job Title\nDora,Dew,DORA@example.com,Boss\nDora,Dew,dora2@example.com,\n"
    )
    wizard = Wizard(http, {"people.csv": text})
    assert figures(wizard.go("check")) == [(1, 1, 0, 0, 0)]
    (row,) = wizard.rows(show="duplicates")
    assert [(each["way"], each["name"]) for each in row["alike"]] == [("email", "Dora Dew")]
    ended = wizard.go("run")
    assert figures(ended) == [(1, 1, 0, 0, 0)]
    told = http.get(f"/api/v1/customers/{here['stream_id']}?min_position={ended['position']}").json()
    assert told["phones"] == ["+1 555 010 0000"]  # what the file does not say stays
    assert figures(Wizard(http, {"people.csv": text}).go("run")) == [(0, 0, 2, 0, 0)]


def test_customers_that_are_here_may_be_left_alone(http: httpx.Client, register: Callable[..., Any]) -> None:
    register("Eva Eck", kind="person", contact={"emails": ["eva@example.com"]})
    wizard = Wizard(http, {"people.csv": "First Name,Last Name,Email\nEve,Eck,eva@example.com\n"})
    columns = {"First Name": "first_name", "Last Name": "last_name", "Email": "emails"}
    wizard.change(0, choices={"columns": columns, "existing": "skip", "match": True})
    assert figures(wizard.go("run")) == [(0, 0, 0, 1, 0)]


def test_rows_about_the_same_person_are_shown(http: httpx.Client) -> None:
    text = "Contact ID,Last Name,Email\n441,Fox,fox@example.com\n442,Foxx,FOX@example.com\n"
    wizard = Wizard(http, {"people.csv": text})
    wizard.go("check")
    (row,) = wizard.rows(show="duplicates")
    assert [(each["way"], each["row"]) for each in row["alike"]] == [("email", 2)]


def test_companies_that_people_name_are_created(http: httpx.Client) -> None:
    text = "id,first_name,last_name,company_name\n451,Gil,Hay,Hay Works 45\n452,Ida,Hay,Hay Works 45\n"
    ended = Wizard(http, {"contacts.csv": text}).go("run")
    assert ended["files"][0]["created_besides"] == 1
    (company,) = customer(http, ended["position"], "Hay Works 45")
    assert company["kind"] == "organization"


def test_the_error_file_is_mended_and_imported_again(http: httpx.Client) -> None:
    wizard = Wizard(http, {"deals.csv": DEALS.format(46)})
    assert figures(wizard.go("run")) == [(1, 0, 0, 0, 1)]
    errors = http.get(f"{wizard.address}/errors.csv").text
    assert errors.startswith("\ufeffhindsight_row,hindsight_reason,Deal ID")
    mended = errors.replace("dear", "12").replace("Dreaming", "won")
    assert figures(Wizard(http, {"deals.csv": mended}).go("run")) == [(1, 0, 0, 0, 0)]


def test_an_import_is_undone_in_the_background(http: httpx.Client) -> None:
    wizard = Wizard(http, {"contacts.csv": PEOPLE.format(47).replace("Ann", "Zora")})
    wizard.go("run")
    undone = wizard.go("undo")
    assert undone["state"] == "undone"
    assert undone["undo"]["changed"] == 3
    assert customer(http, undone["undo"]["position"], "Zora Berg") == []


def test_a_mapping_is_saved_and_comes_along_next_time(http: httpx.Client) -> None:
    wizard = Wizard(http, {"contacts.csv": PEOPLE.format(48)})
    saved = http.get(f"{wizard.address}/files/0/mapping.yaml").text
    assert yaml.safe_load(saved)["entity"] == "customer"
    again = Wizard(http, {"contacts.csv": PEOPLE.format(49), "contacts.yaml": saved})
    assert again.draft["tables"][0]["mapping"] == wizard.draft["tables"][0]["mapping"]


def test_a_separator_may_be_chosen(http: httpx.Client) -> None:
    wizard = Wizard(http, {"table.csv": "column1,column2!some,column3\ncol11,col12!somev1,col13\n"})
    assert wizard.draft["tables"][0]["header"] == ["column1", "column2!some", "column3"]
    changed = wizard.change(0, delimiter="!")
    assert changed["tables"][0]["header"] == ["column1,column2", "some,column3"]


def test_an_import_goes_on_after_a_restart(runtime: Runtime, http: httpx.Client) -> None:
    wizard = Wizard(http, {"contacts.csv": PEOPLE.format(50)})
    wizard.go("run")
    store = Store(runtime.settings.data_dir)
    draft = store.load(wizard.draft["id"])
    assert draft
    # As a gateway leaves it that was killed when nearly all rows had been sent.
    store.save(msgspec.structs.replace(draft, state="running", report=None))
    imports: Imports = http.app.state.imports  # type: ignore[attr-defined]
    imports.resume()
    ended = wizard.ended()
    assert (ended["state"], figures(ended)) == ("done", [(3, 0, 0, 0, 0)])


def test_what_cannot_be_imported_is_said_at_once(http: httpx.Client) -> None:
    refused = http.post(IMPORTS, files=[("files", ("a.pdf", b"%PDF-1.7"))], data={"draft": "true"})
    assert refused.status_code == 422
    assert "is a PDF document" in refused.json()["problems"][0]["problem"]
    wizard = Wizard(http, {"plain.csv": "a,b\n1,2\n"})
    assert http.post(f"{wizard.address}/run").json()["kind"] == "NothingToImport"
    wrong = http.patch(f"{wizard.address}/files/0", json={"target": "moon"})
    assert wrong.json()["field"] == "target"
    assert http.patch(f"{wizard.address}/files/7", json={"left_out": True}).status_code == 404


@pytest.mark.parametrize("page", ["/imports", "/imports?lang=zh"])
def test_the_pages_lead_through(page: str, http: httpx.Client) -> None:
    assert http.get(page).status_code == 200
    wizard = Wizard(http, {"deals.csv": DEALS.format(51)})
    own = f"/imports/{wizard.draft['id']}"
    assert "Dreaming" in http.get(own).text
    wizard.go("check")
    assert 'aria-invalid="true"' in http.get(own).text
    assert http.get(f"{own}?step=map").status_code == 200
    wizard.go("run")
    assert "errors.csv" in http.get(own).text


@pytest.mark.parametrize(("language", "words"), [("en", "stillneeded:name"), ("zh", "还缺少：名称")])
def test_what_is_still_needed_is_said_before_the_check_and_after(
    http: httpx.Client, language: str, words: str
) -> None:
    wizard = Wizard(http, {"people.csv": "Code,Email\n1,ann53@example.com\n"})
    wizard.change(0, target="person", choices={"columns": {"Email": "emails"}, "key": "Code"})
    for step in (None, "check"):
        if step:
            assert "leaves out name" in wizard.go(step)["error"]
        page = http.get(f"/imports/{wizard.draft['id']}", params={"lang": language}).text
        shown = re.sub(r"<[^>]+>|\s", "", page).casefold()
        assert words in shown
        assert "leavesout" not in shown
        assert re.search(r'data-go="check"[^>]* disabled', page)


def test_what_a_row_is_recognised_by_is_called_as_its_column(http: httpx.Client) -> None:
    wizard = Wizard(http, {"people.csv": "Code,Name,Email\n1,Ann,ann54@example.com\n"})
    page = http.get(f"/imports/{wizard.draft['id']}").text
    keys = page.split('data-choice="key"')[1].split("</select>")[0]
    assert "{" not in re.sub(r'value="[^"]*"', "", keys)
    assert len(re.findall(r">Code<", keys)) == 1


def test_tickets_are_known_and_it_is_said_at_once_that_they_cannot_be_imported_yet(
    http: httpx.Client,
) -> None:
    text = (
        "Ticket ID,Ticket Name,Ticket Status,Ticket Owner,Create Date,Associated Contact Email\n"
        "T1,Pump leaks,New,a@example.com,2026-01-02,ann@example.com\n"
    )
    wizard = Wizard(http, {"contacts.csv": text})
    (table,) = wizard.draft["tables"]
    assert (table["target"], table["later"], table["left_out"]) == (None, "ticket", True)
    page = http.get(f"/imports/{wizard.draft['id']}").text
    assert "These are support tickets" in page or "这是工单数据" in page
    assert 'data-choice="target"' not in page
