"""Is a list that was exported and imported again the same as it was?"""

import httpx
import pytest

from tests.gateway.conftest import Register, http, open_deal, register, runtime, settings
from tests.importing.wizard import Wizard, figures

__all__ = ["http", "open_deal", "register", "runtime", "settings"]
NAMES = ["=1+1 Ltd", "+49 Tools", "@sum Media", "'Quoted' Ltd", "Plain Works", "上海凯捷电子"]


@pytest.fixture(scope="module")
def field(http: httpx.Client) -> None:
    """A field that an administrator added."""
    body = {"object": "customer", "key": "size", "kind": "number", "label": {"en": "Size", "zh": "规模"}}
    assert http.post("/api/v1/configuration/define-field", json=body).is_success


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_exported_list_is_imported_again_and_nothing_changes(
    http: httpx.Client, register: Register, field: None, format_: str
) -> None:
    for number, name in enumerate(NAMES):
        position = register(
            f"{name} {format_}",
            organization={"sector": "round", "country": "中国"},
            contact={"phones": ["+86 138 0013 8000"], "emails": [f"{format_}{number}@example.com"]},
            custom={"size": str(number)},
        )["position"]
    http.get(f"/api/v1/customers?limit=1&min_position={position}")
    columns = "name,kind,lifecycle,branch,sector,country,phones,emails,custom.size,owner_id"
    query = f"filter=name.has({format_})&columns={columns}&format={format_}"
    file = http.get(f"/api/v1/lists/customers/export?{query}").content
    wizard = Wizard(http, {f"customers.{format_}": file})
    checked = wizard.go("check")
    assert figures(checked) == [(0, 0, len(NAMES), 0, 0)], (wizard.draft["tables"], wizard.rows())


def test_an_exported_row_is_known_by_its_id_whatever_else_was_changed(
    http: httpx.Client, register: Register, open_deal: Register
) -> None:
    twins = [register("Twin Works", contact={"emails": []}) for _ in range(2)]
    deal = open_deal("Forty pumps", customer_id=twins[1]["stream_id"])
    http.get(f"/api/v1/customers?limit=1&min_position={deal['position']}")
    http.get(f"/api/v1/sales/deals?limit=1&min_position={deal['position']}")
    query = "filter=name.has(Twin)&columns=name,kind,sector,emails"
    customers = http.get(f"/api/v1/lists/customers/export?{query}").text
    deals = http.get("/api/v1/lists/deals/export?columns=title,stage,amount").text
    unchanged = Wizard(http, {"customers.csv": customers, "deals.csv": deals})
    assert figures(unchanged.go("check")) == [(0, 0, 2, 0, 0), (0, 0, 1, 0, 0)]

    line = next(each for each in customers.splitlines() if twins[0]["stream_id"] in each)
    changed = customers.replace(line, line.replace("Twin Works", "Single Works"))
    done = Wizard(http, {"customers.csv": changed}).go("run")
    assert figures(done) == [(0, 1, 1, 0, 0)]
    address = f"/api/v1/customers/{twins[0]['stream_id']}?min_position={done['position']}"
    assert http.get(address).json()["name"] == "Single Works"
    again = Wizard(http, {"customers.csv": changed})
    assert figures(again.go("run")) == [(0, 0, 2, 0, 0)]


def test_ids_of_another_installation_make_new_records_once(http: httpx.Client) -> None:
    text = "customer_id,name,kind\n4a1f0d2c-1b7e-4d0c-9d6a-5f2e8b3a7d44,Elsewhere Ltd,organization\n"
    assert figures(Wizard(http, {"customers.csv": text}).go("run")) == [(1, 0, 0, 0, 0)]
    assert figures(Wizard(http, {"customers.csv": text}).go("run")) == [(0, 0, 1, 0, 0)]
