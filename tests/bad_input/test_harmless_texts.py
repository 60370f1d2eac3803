"""Is text that looks like a script, a formula or a template taken as text, and shown as nothing else?"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from tests.bad_input.pages import pages
from tests.bad_input.texts import TAKEN
from tests.rights.matrix.company import Company

SCRIPT, FORMULA = TAKEN["script"], TAKEN["formula"]
ALIVE = ("<script>alert(1)", "<img src=x", "onerror=alert(2)>")
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def http(address: str, company: Company) -> Iterator[httpx.Client]:
    """An administrator."""
    who = company.user["administrator"]
    with httpx.Client(base_url=address, headers=who.headers, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def named(http: httpx.Client, company: Company) -> str:
    """A customer with such a name, and everything else that people name; the customer's address."""
    customer_id, stamp = str(uuid4()), "2026-03-01T12:00:00Z"
    about = {"customer_id": customer_id}
    everything: dict[str, dict[str, Any]] = {
        "customers/register-customer": {**about, "kind": "organization", "name": SCRIPT},
        "customers/tag-customer": {**about, "tag": "<script>alert(1)</script>"},
        "customers/form-group": {"name": SCRIPT},
        "sales/open-deal": {**about, "title": SCRIPT, "amount": "1", "currency": "CNY"},
        "sales/list-product": {"name": SCRIPT, "series": SCRIPT, "list_price": "1", "currency": "CNY"},
        "activities/log-activity": {
            **about,
            "kind": "note",
            "subject": SCRIPT,
            "body": SCRIPT,
            "happened_at": stamp,
        },
        "activities/plan-task": {**about, "title": SCRIPT, "due_at": stamp},
        "identity/open-branch": {"code": "script", "name": SCRIPT},
        "identity/form-team": {"name": SCRIPT, "branch": "script"},
        "identity/rename-user": {"user_id": str(company.mate), "name": SCRIPT},
        "identity/define-role": {"key": "script", "name": SCRIPT},
        "configuration/define-field": {
            "object": "customer",
            "key": "script",
            "kind": "text",
            "label": {"en": SCRIPT},
            "help": {"en": SCRIPT},
        },
        "configuration/save-view": {"name": SCRIPT, "object": "customers", "shared": "everyone"},
    }
    for command, body in everything.items():
        _done(http, command, body)
    position = 0
    for text in TAKEN.values():
        position = _done(http, "customers/register-customer", {"kind": "organization", "name": text})
    http.get("/api/v1/customers", params={"min_position": position}).raise_for_status()
    return f"/customers/{customer_id}"


def test_no_page_brings_it_to_life(http: httpx.Client, company: Company, app: FastAPI, named: str) -> None:
    shown = http.get(named, headers=HTML).text
    assert "&lt;script&gt;alert(1)" in shown
    for page in (named, *pages(company, app)):
        html = http.get(page, headers=HTML).text
        assert not [word for word in ALIVE if word in html], page


def test_it_is_kept_as_it_was_typed(http: httpx.Client, named: str) -> None:
    names = {each["name"] for each in _customers(http)}
    assert set(TAKEN.values()) <= names


def test_an_exported_formula_is_text(http: httpx.Client, named: str) -> None:
    text = http.get("/api/v1/lists/customers/export").text
    assert "'=HYPERLINK" in text
    assert not [line for line in text.splitlines() if line.startswith(("=", '"='))]


def _customers(http: httpx.Client) -> list[dict[str, Any]]:
    return list(http.get("/api/v1/customers", params={"limit": 200}).json()["items"])


def _done(http: httpx.Client, command: str, body: dict[str, Any]) -> int:
    answer = http.post(f"/api/v1/{command}", json=body)
    assert answer.is_success, (command, answer.text)
    return int(answer.json()["position"])
