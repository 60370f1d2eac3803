"""The report on time in stage is added to a running product: it fills from the past, then it is there."""

from collections.abc import Iterator
from time import monotonic, sleep
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

from services import product
from services.operations.demo.history import write_history
from shared.projector import operations
from shared.projector.engine import Projector
from tests.gateway.conftest import http, runtime, settings

__all__ = ["http", "runtime", "settings"]
REPORT = "/api/v1/sales/time-in-stage"
NOTICE = "It is being filled from past events"


@pytest.fixture(scope="module", autouse=True)
def history(module_database: Engine) -> None:
    """Years of history, folded by a release that did not know the report; the new one has made its table."""
    before = [each for each in product.PROJECTIONS if each.name != "time_in_stage"]
    projector = Projector(module_database, before)
    projector.prepare()
    write_history(module_database.url.render_as_string(hide_password=False), 3_000, workers=1)
    projector.catch_up()
    Projector(module_database, product.PROJECTIONS).prepare()
    operations.pause(module_database, "time_in_stage")


@pytest.fixture
def at_the_start(module_database: Engine) -> Iterator[None]:
    """Nobody fills the report as long as the test looks at it, nor before."""
    yield
    operations.resume(module_database, "time_in_stage")


def test_until_it_has_caught_up_everything_else_works(at_the_start: None, http: httpx.Client) -> None:
    late = http.get(REPORT)
    assert (late.status_code, late.json()["kind"]) == (503, "StillFilling")
    assert "0 %" in late.json()["detail"]
    page = http.get("/reports/time-in-stage", headers={"Accept-Language": "en"})
    assert NOTICE in page.text
    deal = {"deal_id": str(uuid4()), "title": "New", "amount": "10", "currency": "CNY"}
    position = http.post("/api/v1/sales/open-deal", json=deal).json()["position"]
    began = monotonic()
    assert "New" in http.get(f"/deals/list?min_position={position}").text
    assert monotonic() - began < 4
    assert http.get("/reports").status_code == 200
    assert http.get("/readyz").status_code == 200


def test_then_it_tells_of_everything_that_ever_happened(http: httpx.Client) -> None:
    items = _once_filled(http).json()["items"]
    opened = sum(each["deals"] for each in items if each["stage"] == "prospecting")
    deals = http.get("/api/v1/sales/pipeline").json()["items"]
    open_now = sum(each["open"] for each in items)
    assert open_now == sum(
        each["count"]
        for each in deals
        if each["stage"] in ("prospecting", "engaging", "proposal", "negotiation")
    )
    assert opened >= sum(each["count"] for each in deals)
    page = http.get("/reports/time-in-stage", headers={"Accept-Language": "en"}).text
    assert NOTICE not in page
    assert "Everyone" in page


def _once_filled(http: httpx.Client) -> httpx.Response:
    ends = monotonic() + 30
    while (answer := http.get(REPORT)).status_code == 503 and monotonic() < ends:
        sleep(0.1)
    assert answer.status_code == 200, answer.text
    return answer
