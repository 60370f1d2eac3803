"""A stage is called as the pipeline of the deal calls it, wherever it is shown."""

from html import unescape
from typing import NamedTuple
from uuid import uuid4

import httpx
import pytest

from tests.records.conftest import Send


class Renewal(NamedTuple):
    """A deal that came from the first pipeline into renewals, and the position of the last event."""

    pipeline: str
    deal: str
    position: int


@pytest.fixture
def renewal(send: Send, customer: str, deal: str) -> Renewal:
    """In renewals the stage `engaging` is called otherwise than in the first pipeline."""
    stages = [
        {"stage": "engaging", "name": "Notice given", "probability": 20},
        {"stage": "terms", "name": "Terms agreed", "probability": 60},
    ]
    pipeline = str(uuid4())
    send("sales/define-pipeline", pipeline_id=pipeline, name=f"Renewals {pipeline[:4]}", stages=stages)
    send(
        "sales/open-deal",
        deal_id=str(uuid4()),
        title="Next",
        customer_id=customer,
        amount="1",
        currency="CNY",
    )
    send("sales/move-deal", deal_id=deal, to_stage="engaging")
    send("sales/move-deal", deal_id=deal, to_stage="engaging", pipeline_id=pipeline)
    return Renewal(pipeline, deal, send("sales/move-deal", deal_id=deal, to_stage="terms")["position"])


def shown(http: httpx.Client, address: str, **query: str | int) -> str:
    answer = http.get(address, params={"lang": "en", **query}, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_the_page_of_a_deal_and_of_its_customer(http: httpx.Client, renewal: Renewal, customer: str) -> None:
    assert "Terms agreed</span>" in shown(http, f"/deals/{renewal.deal}", min_position=renewal.position)
    deals = shown(http, f"/customers/{customer}", min_position=renewal.position).split("Open deals")[1]
    assert "Terms agreed</span>" in deals
    assert "Prospecting</span>" in deals


def test_the_history_tells_each_stage_as_it_was_called_there(http: httpx.Client, renewal: Renewal) -> None:
    told = shown(http, f"/timeline/{renewal.deal}", min_position=renewal.position)
    names = ("Engaging", "Notice given", "Terms agreed")
    moments = told.split('<li class="moment')
    last, transferred, moved = (each for each in moments if any(name in each for name in names))
    assert last.index("Notice given") < last.index("Terms agreed")
    assert transferred.index("Engaging") < transferred.index("Notice given")
    assert "Notice given" not in moved
    assert moved.index("Prospecting") < moved.index("Engaging")


def test_time_in_stage_is_told_of_the_pipeline_one_chooses(http: httpx.Client, renewal: Renewal) -> None:
    address = "/reports/time-in-stage"
    first = shown(http, address, min_position=renewal.position)
    assert "Prospecting" in first
    assert "Notice given" not in first
    chosen = shown(http, address, pipeline=renewal.pipeline, min_position=renewal.position)
    head = chosen.split("<thead>")[1].split("</thead>")[0]
    assert head.index("Notice given") < head.index("Terms agreed")
    assert "Prospecting" not in head


def test_the_cell_of_a_list(http: httpx.Client, send: Send, renewal: Renewal) -> None:
    moved = send("sales/move-deal", deal_id=renewal.deal, to_stage="engaging")
    row = shown(http, "/lists/deals/rows", only=renewal.deal, min_position=moved["position"])
    assert "Notice given</span>" in row
    assert "Engaging" not in row
