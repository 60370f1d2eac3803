"""What does a client get for a question?"""

from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from tests.gateway.conftest import Register


def test_a_writer_reads_its_own_write(http: httpx.Client, register: Register) -> None:
    receipt = register("Blue Whale Shipping")
    found = http.get("/api/v1/customers", params={"search": "whale", "min_position": receipt["position"]})
    assert [line["customer_id"] for line in found.json()["items"]] == [receipt["stream_id"]]
    assert int(found.headers["hindsight-position"]) >= receipt["position"]


def test_a_position_nobody_has_reached_is_unavailable_for_now(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.gateway.reading.PATIENCE_SECONDS", 0.1)
    answer = http.get("/api/v1/sales/pipeline?min_position=9000000000")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_a_long_list_is_walked_page_by_page(http: httpx.Client, register: Register) -> None:
    names = [f"Walked {number:02}" for number in range(7)]
    position = [register(name)["position"] for name in names][-1]
    seen, address = [], f"/api/v1/customers?search=walked&limit=3&min_position={position}"
    while address:
        answer = http.get(address)
        seen += [line["name"] for line in answer.json()["items"]]
        following = answer.links.get("next", {}).get("url", "")
        assert bool(following) == bool(answer.json()["next_cursor"])
        address = following and f"{urlsplit(following).path}?{urlsplit(following).query}"
    assert seen == names


def test_a_record_comes_with_its_version_and_is_sent_once(http: httpx.Client, register: Register) -> None:
    receipt = register()
    address = f"/api/v1/customers/{receipt['stream_id']}?min_position={receipt['position']}"
    first = http.get(address)
    again = http.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, first.headers["etag"][:3]) == (200, '"1-')
    assert (again.status_code, again.content) == (304, b"")


def test_a_record_in_which_another_record_is_renamed_is_sent_again(
    http: httpx.Client, register: Register, open_deal: Register
) -> None:
    customer = register("Kan-code")["stream_id"]
    deal = open_deal(customer_id=customer)
    address = f"/api/v1/sales/deals/{deal['stream_id']}"
    first = http.get(f"{address}?min_position={deal['position']}")
    renaming = {"customer_id": customer, "name": "Kan-code Asia"}
    position = http.post("/api/v1/customers/rename-customer", json=renaming).json()["position"]
    again = http.get(f"{address}?min_position={position}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.json()["customer_name"]) == (200, "Kan-code Asia")
    assert again.json()["version"] == first.json()["version"]


def test_the_etag_of_a_record_serves_as_if_match(http: httpx.Client, register: Register) -> None:
    receipt = register("Tresor")
    customer = receipt["stream_id"]
    read = http.get(f"/api/v1/customers/{customer}?min_position={receipt['position']}")
    seen = {"If-Match": read.headers["etag"]}
    rename = {"customer_id": customer, "name": "Tresor Asia"}
    assert http.post("/api/v1/customers/rename-customer", json=rename, headers=seen).status_code == 200
    stale = http.post("/api/v1/customers/rename-customer", json=rename | {"name": "X"}, headers=seen)
    assert stale.status_code == 412


def test_an_unknown_record_is_not_found(http: httpx.Client) -> None:
    for address in ("customers", "sales/deals", "timeline"):
        answer = http.get(f"/api/v1/{address}/{uuid4()}")
        assert (answer.status_code, answer.json()["kind"]) == (404, "NotFound")


def test_a_deal_is_on_the_board_until_it_is_won(http: httpx.Client, open_deal: Register) -> None:
    deal = open_deal("Sixty pumps", stage="proposal")
    board = f"/api/v1/sales/pipeline/proposal?min_position={deal['position']}"
    assert deal["stream_id"] in [card["deal_id"] for card in http.get(board).json()["items"]]
    won = {"deal_id": deal["stream_id"], "won_on": "2025-05-03", "amount": "1500"}
    position = http.post("/api/v1/sales/win-deal", json=won).json()["position"]
    board = f"/api/v1/sales/pipeline/proposal?min_position={position}"
    assert deal["stream_id"] not in [card["deal_id"] for card in http.get(board).json()["items"]]


def test_results_add_up_by_month_and_by_person(http: httpx.Client, open_deal: Register) -> None:
    user = http.post("/api/v1/identity/add-user", json={"name": "Grace"}).json()["stream_id"]
    deal = open_deal("Seventy pumps", owner_id=user)["stream_id"]
    won = {"deal_id": deal, "won_on": "2017-06-30", "amount": "2500.50"}
    position = http.post("/api/v1/sales/win-deal", json=won).json()["position"]
    june = {"from": "2017-06-01", "to": "2017-06-30", "min_position": position}
    months = http.get("/api/v1/sales/outcomes", params=june | {"by": "month"}).json()["items"]
    ranks = http.get("/api/v1/sales/leaderboard", params=june | {"by": "person"}).json()["items"]
    assert [(m["month"], m["won"], m["won_amount"]) for m in months] == [("2017-06", 1, "2500.50")]
    assert [(r["name"], r["won"], r["amount"]) for r in ranks] == [("Grace", 1, "2500.50")]


def test_every_list_answers(http: httpx.Client) -> None:
    for address in ("sales/deals", "identity/users", "sales/products", "sales/pipeline", "sales/leaderboard"):
        answer = http.get(f"/api/v1/{address}")
        assert answer.status_code == 200, answer.text
        assert isinstance(answer.json()["items"], list)


def test_a_timeline_tells_what_concerns_a_customer_newest_first(
    http: httpx.Client, register: Register, open_deal: Register
) -> None:
    customer = register()["stream_id"]
    deal = open_deal(customer_id=customer)
    address = f"/api/v1/timeline/{customer}?min_position={deal['position']}"
    entries = http.get(address).json()["items"]
    assert [entry["envelope"]["type"] for entry in entries] == [
        "sales.DealOpened",
        "customers.CustomerRegistered",
    ]
    older = http.get(f"{address}&limit=1").links["next"]["url"]
    assert [entry["data"]["name"] for entry in http.get(older).json()["items"]] == ["Acme"]


def test_a_problem_is_told_in_the_readers_language(http: httpx.Client) -> None:
    address = f"/api/v1/customers/{uuid4()}"
    english, chinese = (
        http.get(address, headers={"Accept-Language": language}).json()["detail"]
        for language in ("en", "zh-CN,zh;q=0.9,en;q=0.8")
    )
    assert english.startswith("There is no customer")
    assert english != chinese
