"""What does a client get for a command?"""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from events.sign_in import FOUNDER
from tests.gateway.conftest import Register

REGISTER = "/api/v1/customers/register-customer"
RENAME = "/api/v1/customers/rename-customer"
ACME = {"kind": "organization", "name": "Acme"}


def test_a_registered_customer_is_created_with_its_address_and_version(http: httpx.Client) -> None:
    answer = http.post(REGISTER, json=ACME)
    receipt = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/api/v1/customers/{receipt['stream_id']}"
    assert receipt["events"] == ["customers.CustomerRegistered"]
    assert receipt["position"] > 0


def test_the_same_idempotency_key_gets_the_first_answer(http: httpx.Client) -> None:
    first, second = (
        http.post(REGISTER, json=ACME, headers={"Idempotency-Key": "order 7"}).json() for _ in "ab"
    )
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["stream_id"] == second["stream_id"]
    assert first["position"] == second["position"]


def test_an_idempotency_key_is_not_lent_to_another_command(http: httpx.Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    assert http.post(REGISTER, json=ACME, headers=key).status_code == 201
    answer = http.post(REGISTER, json=ACME | {"name": "Other"}, headers=key)
    assert (answer.status_code, answer.json()["kind"]) == (422, "CommandIdReused")


def test_an_idempotency_key_has_at_most_200_characters(http: httpx.Client) -> None:
    answer = http.post(REGISTER, json=ACME, headers={"Idempotency-Key": "x" * 201})
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


def test_a_stale_version_is_told_apart_from_a_change(http: httpx.Client, register: Register) -> None:
    customer = register()["stream_id"]
    body = {"customer_id": customer, "name": "Acme Europe"}
    assert http.post(RENAME, json=body, headers={"If-Match": '"1"'}).status_code == 200
    stale = http.post(RENAME, json=body | {"name": "Acme Asia"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale.json()["kind"] in ("Conflict", "VersionConflict")


@pytest.mark.parametrize("version", ["*", 'W/"1"'])
def test_any_version_or_a_weak_one_may_be_asked_for(
    http: httpx.Client, register: Register, version: str
) -> None:
    body = {"customer_id": register()["stream_id"], "name": "Acme Europe"}
    assert http.post(RENAME, json=body, headers={"If-Match": version}).status_code == 200
    stale = http.post(RENAME, json=body | {"name": "Acme"}, headers={"If-Match": version})
    assert stale.status_code == (200 if version == "*" else 412)


def test_an_if_match_that_is_no_version_is_refused(http: httpx.Client, register: Register) -> None:
    body = {"customer_id": register()["stream_id"], "name": "Acme Europe"}
    answer = http.post(RENAME, json=body, headers={"If-Match": "yesterday"})
    assert (answer.status_code, answer.json()["field"]) == (422, "If-Match")


def test_what_is_true_already_changes_nothing(http: httpx.Client, register: Register) -> None:
    customer = register("Acme")["stream_id"]
    receipt = http.post(RENAME, json={"customer_id": customer, "name": "Acme"}).json()
    assert (receipt["events"], receipt["version"]) == ([], 1)


def test_a_command_about_an_unknown_record_is_not_found(http: httpx.Client) -> None:
    answer = http.post(RENAME, json={"customer_id": str(uuid4()), "name": "Acme"})
    assert (answer.status_code, answer.json()["kind"]) == (404, "NotFound")


def test_a_won_deal_does_not_move(http: httpx.Client, open_deal: Register) -> None:
    deal = open_deal()["stream_id"]
    assert (
        http.post("/api/v1/sales/win-deal", json={"deal_id": deal, "won_on": "2025-05-03"}).status_code == 200
    )
    answer = http.post("/api/v1/sales/move-deal", json={"deal_id": deal, "to_stage": "proposal"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"


def test_money_keeps_every_digit(http: httpx.Client) -> None:
    deal: dict[str, Any] = {"deal_id": str(uuid4()), "title": "Large", "currency": "CNY"}
    body = http.build_request("POST", "/", json=deal).content.decode()
    sent = body[:-1] + ', "amount": 1234567890123456.78}'
    answer = http.post("/api/v1/sales/open-deal", content=sent, headers={"Content-Type": "application/json"})
    found = http.get(f"/api/v1/sales/deals/{deal['deal_id']}?min_position={answer.json()['position']}")
    assert found.json()["amount"] == "1234567890123456.78"


def test_the_correlation_id_goes_through_to_the_event(http: httpx.Client, register: Register) -> None:
    correlation = str(uuid4())
    answer = http.post(REGISTER, json=ACME, headers={"X-Correlation-ID": correlation})
    receipt = answer.json()
    address = f"/api/v1/timeline/{receipt['stream_id']}?min_position={receipt['position']}"
    entry = http.get(address).json()["items"][0]["envelope"]
    assert answer.headers["x-correlation-id"] == entry["correlation_id"] == correlation
    assert (entry["actor"], entry["source"]) == (str(FOUNDER), "api")


def test_a_correlation_id_of_any_form_becomes_a_stable_one(http: httpx.Client) -> None:
    first, second = (http.get("/healthz", headers={"X-Correlation-ID": "shop-4711"}) for _ in "ab")
    assert first.headers["x-correlation-id"] == second.headers["x-correlation-id"]
    assert UUID(first.headers["x-correlation-id"])
