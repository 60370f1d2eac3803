"""Which saved views and which custom fields does somebody learn of over HTTP?"""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from tests.people import People, people


@pytest.fixture(scope="module")
def staff(module_database: Engine) -> People:
    """Makes colleagues of any role."""
    return people(module_database)


def _items(http: httpx.Client, address: str, **headers: Any) -> list[dict[str, Any]]:
    answer = http.get(f"/api/v1/{address}", **headers)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_one_learns_of_ones_own_views_and_of_shared_ones(http: httpx.Client, staff: People) -> None:
    ann, bob = staff.person("salesperson", "north"), staff.person("salesperson", "south")
    for name, shared in (("Mine alone", "private"), ("North", "branch"), ("All of us", "everyone")):
        body = {"name": name, "object": "deals", "query": "sort=-amount", "layout": "board", "shared": shared}
        kept = http.post("/api/v1/configuration/save-view", json=body, headers=ann.headers).json()
    asked = f"views?object=deals&min_position={kept['position']}"
    found = _items(http, asked, headers=ann.headers)
    assert [each["name"] for each in found] == ["All of us", "Mine alone", "North"]
    assert (found[0]["layout"], found[0]["query"]) == ("board", "sort=-amount")
    assert [each["name"] for each in _items(http, asked, headers=bob.headers)] == ["All of us"]
    assert _items(http, "views?object=customers", headers=ann.headers) == []


def test_the_fields_administrators_added_are_told_until_they_are_retired(http: httpx.Client) -> None:
    body = {"object": "customer", "key": "size", "kind": "number", "label": {"en": "Size", "zh": "规模"}}
    defined = http.post("/api/v1/configuration/define-field", json=body).json()
    (field,) = _items(http, f"custom-fields?object=customer&min_position={defined['position']}")
    assert (field["key"], field["kind"], field["label"]["zh"]) == ("size", "number", "规模")
    assert _items(http, "custom-fields?object=deal") == []
    gone = {"object": "customer", "key": "size"}
    retired = http.post("/api/v1/configuration/retire-field", json=gone).json()
    assert _items(http, f"custom-fields?object=customer&min_position={retired['position']}") == []


@pytest.mark.parametrize("address", ["views", "custom-fields", "views?object=secrets"])
def test_it_is_said_of_what(http: httpx.Client, address: str) -> None:
    assert http.get(f"/api/v1/{address}").status_code == 422


def test_both_are_described(http: httpx.Client) -> None:
    paths = http.get("/api/openapi.json").json()["paths"]
    assert {"/api/v1/views", "/api/v1/custom-fields"} <= paths.keys()
