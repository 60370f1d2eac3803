"""A change of many rows outlives the gateway that began it: how far it is, what is left, and the way back."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from events.customers import CustomerTagged
from events.sales import OPEN_STAGES, DealWon
from services.gateway.app import create_app
from services.gateway.from_thread import FromThread
from services.gateway.lists import bulk_job
from services.gateway.lists.bulk_changes import BulkChanges
from services.gateway.lists.bulk_store import BulkStore
from services.gateway.runtime import Runtime
from tests.people import people

SECONDS = 30
ROWS = 60


class Gateway:
    """A gateway that can be ended and started again over the same data."""

    def __init__(self, runtime: Runtime, http: TestClient, app: FastAPI) -> None:
        self.runtime, self.http, self._app = runtime, http, app

    def stop(self) -> None:
        """The changes come to a stop, as at the end of the process."""
        assert self.http.portal is not None
        self.http.portal.call(self._app.state.changes.stop)

    def start(self) -> None:
        """The next process knows nothing but what was kept."""
        assert self.http.portal is not None
        self._app.state.changes = BulkChanges(self.runtime)
        self.http.portal.call(_begun, self._app.state.changes)

    def told(self, change_id: str) -> dict[str, Any]:
        answer = self.http.get(f"/api/v1/lists/changes/{change_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def until(self, change_id: str, done: int) -> dict[str, Any]:
        """Wait until so many rows are done, or all are."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            job = self.told(change_id)
            if job["done"] >= done or job["state"] != "running":
                return job
            time.sleep(0.005)
        raise AssertionError(f"still at {job['done']} after {SECONDS} s")

    def send(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.http.post(f"/api/v1/{path}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())


async def _begun(changes: BulkChanges) -> None:
    changes.begin()


@pytest.fixture(scope="module")
def gateway(runtime: Runtime, module_database: Engine) -> Iterator[Gateway]:
    app = create_app(runtime)
    cookies = people(module_database).administrator().cookies
    with TestClient(app, base_url="http://127.0.0.1", cookies=cookies) as http:
        yield Gateway(runtime, http, app)


@pytest.fixture(scope="module")
def rows(gateway: Gateway) -> list[str]:
    """Some customers."""
    made = [
        gateway.send("customers/register-customer", kind="organization", name=f"Row {number}")
        for number in range(ROWS)
    ]
    gateway.http.get(f"/customers?min_position={made[-1]['position']}")
    return [each["stream_id"] for each in made]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows at a time, so that there is something to break off."""
    monkeypatch.setattr(bulk_job, "CHUNK", 4)


def _times_tagged(gateway: Gateway, rows: list[str], tag: str) -> list[int]:
    found = gateway.runtime.log.histories([UUID(each) for each in rows])
    tagged = CustomerTagged(tag=tag)
    return [sum(each.event == tagged for each in found[UUID(row)]) for row in rows]


def test_what_a_gateway_left_half_done_the_next_one_finishes(
    gateway: Gateway, rows: list[str], slow: None
) -> None:
    job = gateway.send("lists/customers/changes", field="tag", value="half", ids=rows)
    gateway.until(job["id"], 4)
    gateway.stop()
    left = gateway.told(job["id"])
    assert (left["state"], 0 < left["done"] < ROWS) == ("running", True)
    gateway.start()
    ended = gateway.until(job["id"], ROWS)
    assert (ended["changed"], ended["unchanged"], ended["refused"]) == (ROWS, 0, 0)
    assert _times_tagged(gateway, rows, "half") == [1] * ROWS


def test_what_was_done_but_not_written_down_is_not_done_twice(
    gateway: Gateway, rows: list[str], slow: None
) -> None:
    job = gateway.send("lists/customers/changes", field="tag", value="crash", ids=rows)
    gateway.until(job["id"], ROWS)
    gateway.stop()
    # As if the process had been killed before it wrote down the last of its work.
    store = BulkStore(gateway.runtime.settings.data_dir)
    kept = store.load(UUID(job["id"]))
    assert kept is not None
    standing = kept[1]
    standing.state, standing.following, standing.changed = "running", ROWS - 4, ROWS - 4
    store.save(UUID(job["id"]), standing)
    gateway.start()
    ended = gateway.until(job["id"], ROWS)
    assert (ended["state"], ended["changed"], ended["unchanged"]) == ("done", ROWS, 0)
    assert _times_tagged(gateway, rows, "crash") == [1] * ROWS


def test_what_an_earlier_gateway_did_is_told_and_taken_back_once(gateway: Gateway, rows: list[str]) -> None:
    person = gateway.send("customers/register-customer", kind="person", name="A person")
    gateway.http.get(f"/customers?min_position={person['position']}")
    ids = [*rows[:3], person["stream_id"]]
    job = gateway.send("lists/customers/changes", field="sector", value="pumps", ids=ids)
    gateway.until(job["id"], 4)
    gateway.stop()
    gateway.start()
    told = gateway.told(job["id"])
    assert (told["changed"], told["refused"], told["undoable"]) == (3, 1, 3)
    assert "is a person" in told["problems"][0]["problem"]
    undo = gateway.send(f"lists/changes/{job['id']}/undo")
    back = gateway.until(undo["id"], 3)
    assert (back["total"], back["changed"], back["refused"]) == (3, 3, 0)
    assert gateway.told(job["id"])["undoable"] == 0
    again = gateway.send(f"lists/changes/{job['id']}/undo")
    assert (again["total"], gateway.until(again["id"], 1)["changed"]) == (0, 0)


def test_what_somebody_changed_since_is_not_set_back(gateway: Gateway, rows: list[str]) -> None:
    job = gateway.send("lists/customers/changes", field="country", value="France", ids=rows[:2])
    gateway.until(job["id"], 2)
    since = gateway.send(
        "customers/describe-organization", customer_id=rows[0], organization={"country": "Spain"}
    )
    renamed = gateway.send("customers/rename-customer", customer_id=rows[1], name="Renamed since")
    gateway.http.get(f"/customers?min_position={max(since['position'], renamed['position'])}")
    undo = gateway.send(f"lists/changes/{job['id']}/undo")
    back = gateway.until(undo["id"], 2)
    assert (back["changed"], back["refused"]) == (1, 1)
    assert "changed again since" in back["problems"][0]["problem"]


def test_a_change_that_broke_off_goes_on(
    gateway: Gateway, rows: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise TimeoutError

    with monkeypatch.context() as broken:
        broken.setattr(FromThread, "call_many", away)
        job = gateway.send("lists/customers/changes", field="tag", value="away", ids=rows[:5])
        assert gateway.until(job["id"], 5)["state"] == "failed"
    gateway.send(f"lists/changes/{job['id']}/continue")
    assert gateway.until(job["id"], 5)["changed"] == 5
    other = gateway.http.post(f"/api/v1/lists/changes/{uuid4()}/continue")
    assert other.status_code == 404


FIRST, LAST = "Pacific/Kiritimati", "Etc/GMT+12"
"""Where a day begins first and where last: on no instant is it the same day in both."""


def _deal(gateway: Gateway) -> str:
    made = gateway.send("sales/open-deal", title="Closed from a list", amount="5", currency="EUR")
    assert gateway.http.get(f"/api/v1/sales/deals?min_position={made['position']}").is_success
    return str(made["stream_id"])


def _won_on(gateway: Gateway, deal_id: str) -> list[date]:
    found = gateway.runtime.log.histories([UUID(deal_id)])[UUID(deal_id)]
    return [each.event.won_on for each in found if isinstance(each.event, DealWon)]


def test_a_deal_closed_from_a_list_is_closed_on_the_readers_day(gateway: Gateway) -> None:
    for zone in (FIRST, LAST):
        deals = [_deal(gateway), _deal(gateway)]
        cookies = "; ".join(f"{name}={value}" for name, value in gateway.http.cookies.items())
        header = {"Cookie": f"{cookies}; zone={zone}"}
        today = datetime.now(ZoneInfo(zone)).date()
        cell = {"id": deals[0], "field": "stage", "value": "won"}
        assert gateway.http.post("/api/v1/lists/deals/cell", json=cell, headers=header).is_success
        many = {"ids": deals[1:], "field": "stage", "value": "won"}
        job = gateway.http.post("/api/v1/lists/deals/changes", json=many, headers=header).json()
        assert gateway.until(job["id"], 1)["changed"] == 1
        assert [_won_on(gateway, each) for each in deals] == [[today], [today]]


def test_what_goes_on_a_day_later_closes_deals_on_the_day_it_was_wished_for(gateway: Gateway) -> None:
    deal = _deal(gateway)
    job = gateway.send("lists/deals/changes", field="stage", value="won", ids=[deal])
    gateway.until(job["id"], 1)
    gateway.send("sales/reopen-deal", deal_id=deal, to_stage=OPEN_STAGES[0])
    gateway.stop()
    store = BulkStore(gateway.runtime.settings.data_dir)
    kept = store.load(UUID(job["id"]))
    assert kept is not None
    began = datetime.now(UTC).replace(hour=23, minute=30) - timedelta(days=3)
    again = msgspec.structs.replace(kept[0], id=uuid4(), began_at=began, zone="Asia/Shanghai")
    store.begin(again)
    gateway.start()
    assert gateway.until(str(again.id), 1)["changed"] == 1
    assert _won_on(gateway, deal)[-1] == began.date() + timedelta(days=1)
