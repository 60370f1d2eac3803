"""Can columns be imported into fields that administrators added, and into what the company settled?"""

from typing import Any

import httpx
import pytest

from shared.importing import record_id
from tests.gateway.conftest import http, register, runtime, settings
from tests.importing.wizard import Wizard, figures

__all__ = ["http", "register", "runtime", "settings"]

FIELDS: list[dict[str, Any]] = [
    {"object": "customer", "key": "size", "kind": "choice", "label": {"en": "Company size", "zh": "规模"},
     "choices": [{"key": "small", "label": {"en": "Small", "zh": "小"}},
                 {"key": "large", "label": {"en": "Large", "zh": "大"}}]},
    {"object": "customer", "key": "visited", "kind": "date", "label": {"en": "Last visit"}},
    {"object": "customer", "key": "score", "kind": "number", "label": {"en": "Score"}},
    {"object": "deal", "key": "budget", "kind": "money", "label": {"en": "Budget"}},
    {"object": "deal", "key": "tender", "kind": "yes_no", "label": {"en": "Tender"}},
]  # fmt: skip
COMPANIES = (
    "Company ID,Company Name,Industry,规模,Last Visit,Score\n"
    "1,Acme Custom,Tools,Large,31.12.2025,1.5\n2,Bolt Custom,Tools,Huge,30.11.2025,many\n"
)
DEALS = "Deal ID,Deal Name,Deal Stage,Amount,Budget,Tender\n1,Custom pumps,engaging,5,$10,yes\n"


@pytest.fixture(scope="module", autouse=True)
def fields(http: httpx.Client) -> None:
    for body in FIELDS:
        answer = http.post("/api/v1/configuration/define-field", json=body)
        assert answer.status_code == 201, answer.text
    http.post("/api/v1/configuration/choose-reporting-currency", json={"currency": "USD"})
    chosen = http.post("/api/v1/configuration/choose-phone-region", json={"region": "US"})
    assert chosen.status_code in (200, 201), chosen.text
    http.get("/api/v1/customers", params={"min_position": chosen.json()["position"]})


def custom(http: httpx.Client, address: str, position: int) -> dict[str, Any]:
    answer = http.get(address, params={"min_position": position})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["custom"])


def test_columns_are_read_as_the_fields_administrators_added(http: httpx.Client) -> None:
    wizard = Wizard(http, {"companies.csv": COMPANIES})
    fields = wizard.draft["tables"][0]["mapping"]["fields"]
    assert {name for name in fields if "custom" in name} == {"custom.size", "custom.visited", "custom.score"}
    assert fields["custom.visited"]["date_order"] == "dmy"
    wizard.go("check")
    (wrong,) = wizard.rows(show="problems")
    assert {mark["column"] for mark in wrong["marks"]} == {"规模", "Score"}
    assert wizard.rows()[0]["values"]["custom.size"] == "large"
    wizard.correct(3, {"规模": "小", "Score": "2"})
    ended = wizard.go("run")
    assert figures(ended) == [(2, 0, 0, 0, 0)]
    ids = [record_id("customer", f"companies organization {n}") for n in (1, 2)]
    held = [custom(http, f"/api/v1/customers/{each}", ended["position"]) for each in ids]
    assert held == [
        {"size": "large", "visited": "2025-12-31", "score": "1.5"},
        {"size": "small", "visited": "2025-11-30", "score": "2"},
    ]


def test_a_changed_cell_changes_the_field_and_a_blank_one_keeps_it(http: httpx.Client) -> None:
    changed = COMPANIES.replace("Large", "small").replace("1.5", "").replace("Huge", "").replace("many", "7")
    Wizard(http, {"companies.csv": COMPANIES}).go("run")
    ended = Wizard(http, {"companies.csv": changed}).go("run")
    address = f"/api/v1/customers/{record_id('customer', 'companies organization 1')}"
    found = custom(http, address, ended["position"])
    assert found == {"size": "small", "visited": "2025-12-31", "score": "1.5"}


def test_deals_have_such_fields_and_an_undo_takes_them_back(http: httpx.Client) -> None:
    wizard = Wizard(http, {"deals.csv": DEALS})
    ended = wizard.go("run")
    address = f"/api/v1/sales/deals/{record_id('deal', 'deals deal 1')}"
    held = {"budget": {"amount": "10", "currency": "USD"}, "tender": True}
    assert custom(http, address, ended["position"]) == held
    again = Wizard(http, {"deals.csv": DEALS.replace("$10", "€12").replace("yes", "no")})
    position = again.go("run")["position"]
    assert custom(http, address, position) == {"budget": {"amount": "12", "currency": "EUR"}, "tender": False}
    undone = again.go("undo")["undo"]
    assert custom(http, address, undone["position"]) == held


def test_a_field_nobody_added_is_refused_before_anything_is_sent(http: httpx.Client) -> None:
    wizard = Wizard(http, {"companies.csv": COMPANIES.replace("Acme", "Other")})
    mapping = wizard.draft["tables"][0]["mapping"]
    mapping["fields"]["custom.nothing"] = {"column": "Score"}
    wizard.change(0, mapping=mapping)
    checked = wizard.go("check")
    assert checked["state"] == "mapping"
    assert "custom.nothing" in checked["error"]


def test_lifecycles_of_other_programs_become_ours(http: httpx.Client) -> None:
    people = (
        "Contact ID,First Name,Last Name,Email,Lifecycle Stage\n"
        "L1,Ann,Life,life1@example.com,Marketing Qualified Lead\nL2,Bo,Life,life2@example.com,Customer\n"
        "L3,Cy,Life,life3@example.com,Evangelist\nL4,Di,Life,life4@example.com,Unheard of\n"
    )
    wizard = Wizard(http, {"contacts.csv": people})
    wizard.go("check")
    (wrong,) = wizard.rows(show="problems")
    assert [mark["column"] for mark in wrong["marks"]] == ["Lifecycle Stage"]
    ended = wizard.go("run")
    found = http.get("/api/v1/customers", params={"search": "Life", "min_position": ended["position"]}).json()
    stages = {item["name"]: item["lifecycle"] for item in found["items"]}
    assert (stages["Ann Life"], stages["Di Life"]) == ("prospect", "prospect")
    assert (stages["Bo Life"], stages["Cy Life"]) == ("customer", "loyal")
    assert figures(Wizard(http, {"contacts.csv": people}).go("run")) == [(0, 0, 4, 0, 0)]


def test_currency_and_region_are_those_of_the_company_not_of_the_reader(http: httpx.Client) -> None:
    text = "Company Name,Industry,Phone,Annual Revenue\nRegion Inc,Tools,(212) 555-0123,9\n"
    http.headers["Accept-Language"] = "zh-CN"
    wizard = Wizard(http, {"companies.csv": text})
    del http.headers["Accept-Language"]
    (table,) = wizard.draft["tables"]
    assert table["mapping"]["fields"]["revenue_currency"] == {"constant": "USD"}
    ended = wizard.go("run")
    found = http.get("/api/v1/customers", params={"search": "Region Inc", "min_position": ended["position"]})
    assert found.json()["items"][0]["phones"] == ["+1 212-555-0123"]


def test_the_page_calls_the_fields_by_their_labels(http: httpx.Client) -> None:
    wizard = Wizard(http, {"companies.csv": COMPANIES})
    page = http.get(f"/imports/{wizard.draft['id']}").text
    assert '<option value="custom.size" selected>Company size</option>' in page
    assert '<option value="large" selected>Large</option>' in page
