"""Lists over HTTP: filtered, changed many rows at once, undone, exported, kept as views."""

import csv
import time
from io import BytesIO, StringIO
from threading import BoundedSemaphore
from typing import Any
from uuid import uuid4

import httpx
import pytest
from python_calamine import CalamineWorkbook

from services.gateway.api import export
from services.identity.commands import TransferUser
from services.importing.error_file import restored
from tests.gateway.conftest import Register
from tests.people import People, people

SECONDS = 20


@pytest.fixture(scope="module")
def many(http: httpx.Client) -> list[str]:
    """Six hundred customers of one sector."""
    name = f"Bulk {uuid4().hex[:6]}"
    ids = []
    for number in range(600):
        body = {
            "kind": "organization",
            "name": f"{name} {number:03}",
            "organization": {"sector": "bulk goods"},
        }
        answer = http.post("/api/v1/customers/register-customer", json=body)
        ids.append((answer.json()["stream_id"], answer.json()["position"]))
    http.get(f"/api/v1/customers?limit=1&min_position={ids[-1][1]}&deadline_seconds=20")
    return [each for each, _ in ids]


@pytest.fixture(scope="module")
def staff(module_database: Any) -> People:
    return people(module_database)


def _ended(http: httpx.Client, answer: httpx.Response, **headers: Any) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        job: dict[str, Any] = http.get(answer.headers.get("location"), **headers).json()
        if job["state"] != "running":
            return job
        time.sleep(0.02)
    raise AssertionError(f"still running after {SECONDS} s: {job}")


def _names(http: httpx.Client, position: int = 0, **query: str) -> list[str]:
    asked: dict[str, str | int] = {"limit": 200, "min_position": position, **query}
    found = http.get("/api/v1/customers", params=asked)
    assert found.status_code == 200, found.text
    return [row["name"] for row in found.json()["items"]]


def test_six_hundred_rows_are_tagged_at_once_and_the_tag_is_taken_back(
    http: httpx.Client, many: list[str]
) -> None:
    wanted = {"field": "tag", "value": "VIP", "filter": 'sector.is("bulk goods")'}
    job = _ended(http, http.post("/api/v1/lists/customers/changes", json=wanted))
    assert (job["changed"], job["unchanged"], job["refused"]) == (600, 0, 0)
    assert len(_names(http, job["position"], filter="tags.has(VIP)")) == 200
    again = _ended(http, http.post("/api/v1/lists/customers/changes", json=wanted))
    assert (again["changed"], again["unchanged"]) == (0, 600)
    undone = _ended(http, http.post(f"/api/v1/lists/changes/{job['id']}/undo"))
    assert undone["changed"] == 600
    assert _names(http, undone["position"], filter="tags.has(VIP)") == []


def test_each_row_is_told_on_its_own(http: httpx.Client, many: list[str], register: Register) -> None:
    person = register("A person", kind="person")
    http.get(f"/api/v1/customers?limit=1&min_position={person['position']}")
    ids = [many[0], person["stream_id"], str(uuid4())]
    wanted = {"field": "sector", "value": "pumps", "ids": ids}
    job = _ended(http, http.post("/api/v1/lists/customers/changes", json=wanted))
    assert (job["changed"], job["refused"], job["total"]) == (1, 1, 2)
    assert job["problems"][0]["name"] == "A person"
    assert "is a person" in job["problems"][0]["problem"]
    _ended(http, http.post(f"/api/v1/lists/changes/{job['id']}/undo"))


def test_a_cell_is_changed_unless_somebody_was_faster(http: httpx.Client, register: Register) -> None:
    receipt = register("Cellular", organization={"sector": "phones", "employees": 7})
    http.get(f"/api/v1/customers?limit=1&min_position={receipt['position']}")
    wanted = {"id": receipt["stream_id"], "field": "country", "value": "France"}
    changed = http.post("/api/v1/lists/customers/cell", json=wanted, headers={"If-Match": '"2"'})
    assert changed.status_code == 200, changed.text
    stale = http.post(
        "/api/v1/lists/customers/cell", json={**wanted, "value": "Spain"}, headers={"If-Match": '"2"'}
    )
    assert stale.status_code == 412
    record = http.get(
        f"/api/v1/customers/{receipt['stream_id']}?min_position={changed.json()['position']}"
    ).json()
    assert (record["country"], record["sector"], record["employees"]) == ("France", "phones", 7)


@pytest.mark.parametrize(
    ("field", "status"), [("colour", 404), ("registered_at", 404), ("version", 404), ("lifecycle", 422)]
)
def test_what_is_no_field_cannot_be_changed(
    http: httpx.Client, register: Register, field: str, status: int
) -> None:
    receipt = register("Unchangeable")
    http.get(f"/api/v1/customers?limit=1&min_position={receipt['position']}")
    wanted = {"id": receipt["stream_id"], "field": field, "value": "x"}
    assert http.post("/api/v1/lists/customers/cell", json=wanted).status_code == status


FORMULAS = ["=1+1", "+49 30 1234", "-5", "@sum", "'quoted", "plain", "上海凯捷"]


def test_an_export_holds_no_formula_and_reads_back_as_it_was(http: httpx.Client, register: Register) -> None:
    position = [register(name, organization={"sector": "formulae"})["position"] for name in FORMULAS][-1]
    query = "filter=sector.is(formulae)&columns=name,sector&sort=registered_at"
    http.get(f"/api/v1/customers?limit=1&min_position={position}")
    text = http.get(f"/api/v1/lists/customers/export?{query}&bom=yes").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert not any(row["name"].startswith(("=", "+", "-", "@")) for row in rows)
    assert [restored(row["name"]) for row in rows] == FORMULAS
    book = http.get(f"/api/v1/lists/customers/export?{query}&format=xlsx").content
    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["customer_id", "name", "sector"]
    assert [row[1] for row in sheet[1:]] == FORMULAS


def test_chosen_rows_alone_are_exported(http: httpx.Client, many: list[str]) -> None:
    form = {"ids": ",".join(many[:3]), "format": "csv"}
    text = http.post("/api/v1/lists/customers/export?columns=name", data=form).text
    assert {row["customer_id"] for row in csv.DictReader(StringIO(text))} == set(many[:3])


def test_an_export_names_the_groups_a_record_is_in(http: httpx.Client, register: Register) -> None:
    receipt, group_id = register("Grouped"), str(uuid4())
    for command, body in (
        ("form-group", {"group_id": group_id, "name": "Trade fair"}),
        ("group-customer", {"customer_id": receipt["stream_id"], "group_id": group_id}),
    ):
        answer = http.post(f"/api/v1/customers/{command}", json=body)
        assert answer.is_success, answer.text
    http.get(f"/customers?min_position={answer.json()['position']}")
    form = {"ids": receipt["stream_id"], "format": "csv"}
    text = http.post("/api/v1/lists/customers/export?columns=name,groups", data=form).text
    assert next(iter(csv.DictReader(StringIO(text))))["groups"] == "Trade fair"


def test_what_somebody_may_not_see_is_not_changed_nor_exported(
    http: httpx.Client, many: list[str], staff: People
) -> None:
    seller = staff.person("salesperson", "north")
    wanted = {"field": "tag", "value": "mine", "ids": many[:5]}
    job = _ended(
        http,
        http.post("/api/v1/lists/customers/changes", json=wanted, headers=seller.headers),
        headers=seller.headers,
    )
    assert (job["total"], job["changed"]) == (0, 0)
    text = http.get("/api/v1/lists/customers/export", headers=seller.headers).text
    assert len(text.splitlines()) == 1
    viewer = staff.person("viewer", "north")
    assert (
        http.post("/api/v1/lists/customers/changes", json=wanted, headers=viewer.headers).status_code == 403
    )
    assert http.get("/api/v1/lists/customers/export", headers=viewer.headers).status_code == 403


def test_nobody_looks_at_anothers_change(http: httpx.Client, many: list[str], staff: People) -> None:
    wanted = {"field": "tag", "value": "mine", "ids": many[:1]}
    job = _ended(http, http.post("/api/v1/lists/customers/changes", json=wanted))
    other = staff.person("manager", "north")
    assert http.get(f"/api/v1/lists/changes/{job['id']}", headers=other.headers).status_code == 404
    assert http.post(f"/api/v1/lists/changes/{job['id']}/undo", headers=other.headers).status_code == 404


def test_the_progress_of_a_change_is_told_live(http: httpx.Client, many: list[str]) -> None:
    wanted = {"field": "tag", "value": "live", "ids": many[:300]}
    answer = http.post("/api/v1/lists/customers/changes", json=wanted)
    told = http.get(f"{answer.headers['location']}/events").text
    assert "event: progress" in told
    assert '"state":"done"' in told


def test_a_view_is_kept_shared_and_begun_with(http: httpx.Client, staff: People) -> None:
    ann, bob = staff.person("salesperson", "north"), staff.person("salesperson", "south")
    kept = {"name": "Formulae", "object": "customers", "query": "filter=sector.is(formulae)&sort=-name"}
    saved = http.post("/api/v1/configuration/save-view", json=kept, headers=ann.headers).json()

    def page(who: Any, position: int, query: str = "") -> str:
        return http.get(f"/customers?min_position={position}{query}", headers=who.headers).text

    assert "Formulae" in page(ann, saved["position"])
    assert "Formulae" not in page(bob, saved["position"])
    sharing = {"view_id": saved["stream_id"], "shared": "everyone"}
    assert http.post("/api/v1/configuration/share-view", json=sharing, headers=bob.headers).status_code == 403
    shared = http.post("/api/v1/configuration/share-view", json=sharing, headers=ann.headers).json()
    assert "Formulae" in page(bob, shared["position"])
    choice = {"owner_id": str(bob.user_id), "object": "customers", "view_id": saved["stream_id"]}
    chosen = http.post("/api/v1/configuration/choose-default-view", json=choice, headers=bob.headers)
    assert chosen.is_success, chosen.text
    assert 'data-asked="view=' in page(bob, chosen.json()["position"])
    assert "sector.is(formulae)" in page(bob, 0)
    assert "sector.is(formulae)" not in page(bob, 0, "&view=all")
    theirs = http.post("/api/v1/configuration/choose-default-view", json=choice, headers=ann.headers)
    assert theirs.status_code == 403


def test_a_filter_that_cannot_be_read_is_told_on_the_page(http: httpx.Client) -> None:
    page = http.get("/customers?filter=secret.is(1)", headers={"Accept-Language": "zh"}).text
    assert "无法识别" in page
    assert "secret" not in page.split("list-problem")[1].split("</p>")[0], "the grammar is for programs"
    told = http.get("/api/v1/customers?filter=secret.is(1)", headers={"Accept-Language": "zh"})
    assert told.status_code == 422
    assert "没有字段 secret" in told.text


def test_the_parts_of_a_list_come_when_they_are_needed(http: httpx.Client) -> None:
    for part in ("rows", "totals", "filters", "columns", "editors"):
        for name in ("customers", "deals", "tasks", "products"):
            assert http.get(f"/lists/{name}/{part}").status_code == 200, (name, part)
    assert http.get("/lists/secrets/rows").status_code == 404


def test_a_view_of_a_branch_one_has_left_is_no_longer_begun_with(http: httpx.Client, staff: People) -> None:
    ann, bob = staff.person("salesperson", "west"), staff.person("salesperson", "west")
    kept = {"name": "West", "object": "customers", "query": "filter=sector.is(western)", "shared": "branch"}
    saved = http.post("/api/v1/configuration/save-view", json=kept, headers=ann.headers).json()
    choice = {"owner_id": str(bob.user_id), "object": "customers", "view_id": saved["stream_id"]}
    chosen = http.post("/api/v1/configuration/choose-default-view", json=choice, headers=bob.headers)
    assert chosen.is_success, chosen.text

    def page(position: int) -> str:
        return http.get(f"/customers?min_position={position}", headers=bob.headers).text

    assert "sector.is(western)" in page(chosen.json()["position"])
    moved = staff.do(TransferUser(user_id=bob.user_id, branch="south"))
    begun = page(moved.position)
    assert "sector.is(western)" not in begun
    assert saved["stream_id"] not in begun


def test_so_many_exports_at_once_leave_connections_to_the_pages(
    http: httpx.Client, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_slots", slots := BoundedSemaphore(1))
    for file in ("csv", "xlsx", "csv", "xlsx"):
        assert http.get(f"/api/v1/lists/customers/export?format={file}").is_success
    slots.acquire()
    for file in ("csv", "xlsx"):
        refused = http.get(f"/api/v1/lists/customers/export?format={file}")
        assert (refused.status_code, refused.json()["kind"]) == (503, "TooManyExports")
        assert int(refused.headers["Retry-After"]) > 0
