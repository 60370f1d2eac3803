"""What does a record's page show, and to whom?"""

from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

from tests.people import people
from tests.records.conftest import Send

CALL = {"kind": "call", "subject": "Asked for a price", "happened_at": "2025-05-05T09:30:00Z"}


def shown(http: httpx.Client, address: str, **query: str | int) -> str:
    answer = http.get(address, params={"lang": "en", **query}, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_customer_shows_fields_timeline_and_what_belongs_to_it(
    http: httpx.Client, send: Send, customer: str, deal: str
) -> None:
    task = {"title": "Send the offer", "due_at": "2025-05-06T09:30:00Z", "customer_id": customer}
    position = send("activities/plan-task", **task)["position"]
    page = shown(http, f"/customers/{customer}", min_position=position)
    for told in (
        "上海凯捷",
        "+86 21 5000 1000",
        "Forty pumps",
        "Send the offer",
        'data-log="call"',
        "overdue",
    ):
        assert told in page, told


def test_a_deal_shows_its_customer_and_its_value(http: httpx.Client, send: Send, deal: str) -> None:
    position = send("activities/log-activity", deal_id=deal, **CALL)["position"]
    page = shown(http, f"/deals/{deal}", min_position=position)
    for told in ("Forty pumps", "¥4,821", "上海凯捷", "Asked for a price", "Prospecting"):
        assert told in page, told


@pytest.mark.parametrize("kind", ["customers", "deals"])
def test_the_side_panel_shows_the_same_without_the_page_around_it(
    http: httpx.Client, send: Send, kind: str, customer: str, deal: str
) -> None:
    position = send("activities/log-activity", deal_id=deal, **CALL)["position"]
    address = f"/{kind}/{customer if kind == 'customers' else deal}"
    panel = shown(http, address, panel="1", min_position=position)
    assert "<html" not in panel
    assert "data-panel-close" in panel
    assert 'class="timeline"' in panel


def test_a_change_is_told_before_and_after(http: httpx.Client, send: Send, customer: str) -> None:
    position = send("customers/rename-customer", customer_id=customer, name="上海凯捷电子")["position"]
    page = shown(http, f"/timeline/{customer}", min_position=position)
    assert '<b>Name</b> <span class="tag">上海凯捷</span> → <span class="tag">上海凯捷电子</span>' in page


def test_the_timeline_is_narrowed(http: httpx.Client, send: Send, customer: str) -> None:
    send("activities/log-activity", customer_id=customer, **CALL)
    position = send("customers/rename-customer", customer_id=customer, name="New name")["position"]
    contacts = shown(http, f"/timeline/{customer}", min_position=position, show="contacts")
    changes = shown(http, f"/timeline/{customer}", min_position=position, show="changes")
    nobody = shown(http, f"/timeline/{customer}", person="00000000-0000-4000-8000-000000000000")
    assert ("Asked for a price" in contacts, "New name" in contacts) == (True, False)
    assert ("Asked for a price" in changes, "New name" in changes) == (False, True)
    assert "moment" not in nobody


def test_an_archived_customer_says_so_and_offers_no_editor(
    http: httpx.Client, send: Send, customer: str
) -> None:
    position = send("customers/archive-customer", customer_id=customer, reason="Merged")["position"]
    page = shown(http, f"/customers/{customer}", min_position=position)
    assert "This customer is archived." in page
    assert "/records/customer/" not in page


def test_there_is_no_editor_for_a_field_that_does_not_exist(http: httpx.Client, customer: str) -> None:
    answer = http.get(f"/records/customer/{customer}/secret", headers={"Accept": "text/html"})
    assert answer.status_code == 404


def test_a_company_shows_its_people_and_a_person_their_colleagues(
    http: httpx.Client, send: Send, module_database: Engine
) -> None:
    firm = send("customers/register-customer", kind="organization", name="Kestrel Works")["stream_id"]
    made = {
        name: send(
            "customers/register-customer",
            kind="person",
            name=name,
            person={"company": "kestrel works", "job_title": f"Post of {name}"},
        )
        for name in ("Ines", "Jonas")
    }
    position = made["Jonas"]["position"]
    page = shown(http, f"/customers/{firm}", min_position=position)
    for told in ("Ines", "Post of Jonas", f"/customers/{made['Jonas']['stream_id']}"):
        assert told in page, told
    page = shown(http, f"/customers/{made['Ines']['stream_id']}", min_position=position)
    assert "Post of Jonas" in page
    assert f"/customers/{firm}" in page
    stranger = people(module_database).person("salesperson", "Nowhere")
    own = send(
        "customers/assign-customer", customer_id=firm, owner_id=str(stranger.user_id), branch="Nowhere"
    )
    answer = http.get(
        f"/customers/{firm}?min_position={own['position']}",
        headers={**stranger.headers, "Accept": "text/html"},
    )
    assert answer.status_code == 200
    assert "Post of Jonas" not in answer.text


def test_a_number_dials_and_an_address_writes_wherever_they_stand(http: httpx.Client, send: Send) -> None:
    contact = {"phones": ["+86 21 5000 1000 x12"], "emails": ["o'neil@kan.example"]}
    body = {"kind": "person", "name": "Ada Kan", "branch": "", "contact": contact}
    receipt = send("customers/register-customer", customer_id=str(uuid4()), **body)
    page = f"/customers/{receipt['stream_id']}"
    lists = {"columns": "name,phones,emails"}
    for address, query in ((page, {}), (page, {"panel": "1"}), ("/customers", lists)):
        told = shown(http, address, min_position=receipt["position"], **query)
        assert 'href="tel:+862150001000;ext=12"' in told, address
        assert 'href="mailto:o%27neil@kan.example"' in told, address
