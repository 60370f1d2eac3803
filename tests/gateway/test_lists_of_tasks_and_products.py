"""Tasks and products as lists: found, changed where they stand and many at once, taken back, exported."""

import csv
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

from tests.gateway.conftest import Register
from tests.people import Person, people

SECONDS = 20
YESTERDAY = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
Plan = Callable[..., dict[str, Any]]


@pytest.fixture
def plan(http: httpx.Client) -> Plan:
    """Plans a task and gives back the receipt."""

    def send(title: str, **fields: Any) -> dict[str, Any]:
        answer = http.post("/api/v1/activities/plan-task", json={"title": title, **fields})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return send


@pytest.fixture
def list_product(http: httpx.Client) -> Plan:
    """Lists a product and gives back the receipt."""

    def send(name: str, price: str = "10.00") -> dict[str, Any]:
        body = {"name": name, "series": "Pumps", "list_price": price, "currency": "EUR"}
        answer = http.post("/api/v1/sales/list-product", json={"product_id": str(uuid4()), **body})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return send


def _rows(http: httpx.Client, name: str, who: Person | None = None, **query: Any) -> list[dict[str, str]]:
    """The list as a file, once it knows of everything up to `position`."""
    page = {"tasks": "/tasks/list", "products": "/settings/products", "deals": "/deals/list"}[name]
    position = query.pop("position", 0)
    headers = who.headers if who else {}
    shown = http.get(page, params={"min_position": position, **query}, headers=headers)
    assert shown.status_code == 200, shown.text
    answer = http.get(f"/api/v1/lists/{name}/export", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.text)))


def _changed(http: httpx.Client, name: str, **wanted: Any) -> dict[str, Any]:
    answer = http.post(f"/api/v1/lists/{name}/changes", json=wanted)
    assert answer.status_code == 202, answer.text
    return _ended(http, answer)


def _ended(http: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        job: dict[str, Any] = http.get(answer.headers["location"]).json()
        if job["state"] != "running":
            return job
        time.sleep(0.02)
    raise AssertionError(f"still running after {SECONDS} s: {job}")


def test_what_is_overdue_is_a_view_nobody_had_to_save(http: httpx.Client, plan: Plan) -> None:
    plan("Overdue offer", due_at=YESTERDAY.isoformat())
    later = plan("Later offer", due_at=(YESTERDAY + timedelta(days=9)).isoformat())
    page = http.get(f"/tasks/list?view=overdue&min_position={later['position']}").text
    assert "Overdue offer" in page
    assert "Later offer" not in page
    everything = http.get("/tasks/list?view=all").text
    assert "Overdue offer" in everything
    assert "Later offer" in everything


def test_tasks_are_done_at_once_and_taken_back(http: httpx.Client, plan: Plan) -> None:
    made = [plan(f"Bulk call {number}", kind="call") for number in range(3)]
    found = _rows(http, "tasks", position=made[-1]["position"], search="bulk call")
    assert len(found) == 3
    job = _changed(http, "tasks", field="state", value="done", search="bulk call")
    assert (job["changed"], job["refused"]) == (3, 0)
    assert _rows(http, "tasks", position=job["position"], search="bulk call") == []
    assert len(_rows(http, "tasks", search="bulk call", filter="state.is(done)")) == 3
    undone = _ended(http, http.post(f"/api/v1/lists/changes/{job['id']}/undo"))
    assert undone["changed"] == 3
    assert len(_rows(http, "tasks", position=undone["position"], search="bulk call")) == 3


def test_a_task_put_off_is_reminded_of_as_long_before_as_it_was(http: httpx.Client, plan: Plan) -> None:
    remind_at = YESTERDAY - timedelta(hours=1)
    task = plan("Put off", due_at=YESTERDAY.isoformat(), remind_at=remind_at.isoformat())
    _rows(http, "tasks", position=task["position"])
    new = YESTERDAY + timedelta(days=7)
    wanted = {"id": task["stream_id"], "field": "due_at", "value": new.isoformat()}
    receipt = http.post("/api/v1/lists/tasks/cell", json=wanted).json()
    row = http.get(f"/api/v1/tasks/{task['stream_id']}?min_position={receipt['position']}").json()
    assert datetime.fromisoformat(row["due_at"]) == new
    assert datetime.fromisoformat(row["remind_at"]) == new - timedelta(hours=1)


def test_tasks_are_handed_on_together(http: httpx.Client, plan: Plan, module_database: Engine) -> None:
    heir = people(module_database).person("salesperson", "North", "Hannah Heir")
    made = [plan(f"Inherited {number}") for number in range(2)]
    ids = [each["stream_id"] for each in made]
    _rows(http, "tasks", position=made[-1]["position"])
    job = _changed(http, "tasks", field="owner_id", value=str(heir.user_id), ids=ids)
    assert job["changed"] == 2
    found = _rows(http, "tasks", position=job["position"], search="inherited", columns="title,owner_id")
    assert [row["owner"] for row in found] == ["Hannah Heir", "Hannah Heir"]


def test_a_task_names_only_records_its_reader_may_see(
    http: httpx.Client, plan: Plan, register: Register, module_database: Engine
) -> None:
    seller = people(module_database).person("salesperson", "South", "Saul Seller")
    customer = register("Hidden Holdings")
    task = plan(
        "Named beside", owner_id=str(seller.user_id), branch="South", customer_id=customer["stream_id"]
    )
    asked = {"search": "named beside", "columns": "title,customer_id", "position": task["position"]}
    assert [row["customer"] for row in _rows(http, "tasks", **asked)] == ["Hidden Holdings"]
    assert [row["customer"] for row in _rows(http, "tasks", seller, **asked)] == [""]
    assert http.get(f"/tasks/{task['stream_id']}", headers=seller.headers).status_code == 200
    stranger = people(module_database).person("salesperson", "West", "Wendy West")
    assert http.get(f"/tasks/{task['stream_id']}", headers=stranger.headers).status_code == 404
    assert _rows(http, "tasks", stranger, search="named beside") == []


def test_products_are_repriced_and_withdrawn_together(http: httpx.Client, list_product: Plan) -> None:
    made = [list_product(f"Gear pump {number}") for number in range(3)]
    assert len(_rows(http, "products", position=made[-1]["position"], search="gear pump")) == 3
    priced = _changed(http, "products", field="list_price", value="12.50", search="gear pump")
    assert priced["changed"] == 3
    gone = _changed(http, "products", field="withdrawn", value="yes", ids=[made[0]["stream_id"]])
    sold = _rows(http, "products", position=gone["position"], search="gear pump", filter="withdrawn.is(no)")
    assert [(row["name"], row["list_price"]) for row in sold] == [
        ("Gear pump 1", "12.50"),
        ("Gear pump 2", "12.50"),
    ]
    refused = _changed(http, "products", field="list_price", value="1", ids=[made[0]["stream_id"]])
    assert (refused["changed"], refused["refused"]) == (0, 1)
    back = _ended(http, http.post(f"/api/v1/lists/changes/{gone['id']}/undo"))
    assert back["changed"] == 1


def test_deals_are_searched_by_their_titles(http: httpx.Client, open_deal: Register) -> None:
    receipt = open_deal("Turbine retrofit")
    found = _rows(http, "deals", position=receipt["position"], search="retrofit", columns="title")
    assert [row["title"] for row in found] == ["Turbine retrofit"]
    assert _rows(http, "deals", search="nothingofthatname") == []


def test_a_record_in_a_filter_is_called_by_its_name(http: httpx.Client, register: Register) -> None:
    customer = register("Named in a Filter")
    page = http.get(
        f"/deals/list?filter=customer_id.is({customer['stream_id']})&min_position={customer['position']}"
    )
    assert "Named in a Filter" in page.text
