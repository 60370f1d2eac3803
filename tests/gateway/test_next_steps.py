"""What is to be done next stands on cards and in lists, as the tasks of deal and customer are now."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import httpx
import pytest

from tests.gateway.conftest import Register

NOW = datetime.now(UTC).replace(microsecond=0)
SOON, LATER = (NOW + timedelta(days=days) for days in (1, 5))


class Desk:
    """A deal with its customer, and the tasks about them."""

    def __init__(self, http: httpx.Client, deal: dict[str, Any], customer_id: str) -> None:
        self._http = http
        self.deal_id, self.customer_id, self._position = deal["stream_id"], customer_id, deal["position"]

    def do(self, command: str, **body: Any) -> str:
        answer = self._http.post(f"/api/v1/activities/{command}", json=body)
        assert answer.is_success, answer.text
        self._position = answer.json()["position"]
        return str(answer.json()["stream_id"])

    def plan(self, title: str, due_at: datetime, **about: str) -> str:
        about = about or {"deal_id": self.deal_id, "customer_id": self.customer_id}
        return self.do("plan-task", title=title, due_at=due_at.isoformat(), **about)

    @property
    def card(self) -> dict[str, Any]:
        asked = {"min_position": self._position, "limit": 100}
        found = self._http.get("/api/v1/sales/pipeline/prospecting", params=asked).json()["items"]
        return next(each for each in found if each["deal_id"] == self.deal_id)

    @property
    def next(self) -> tuple[str, str]:
        """As the card and the list of deals tell it, which say the same."""
        on_card = self.card["next_step"] or ""
        self._http.get(f"/deals/list?min_position={self._position}")
        asked = {"filter": f"customer_id.is({self.customer_id})", "columns": "title,next_step,next_due_at"}
        text = self._http.get("/api/v1/lists/deals/export", params=asked).text
        rows = list(csv.DictReader(StringIO(text)))
        return on_card, next(row["next_step"] for row in rows if row["deal_id"] == self.deal_id)


@pytest.fixture
def desk(http: httpx.Client, register: Register, open_deal: Register) -> Desk:
    customer_id = register("Next Steps")["stream_id"]
    return Desk(http, open_deal("Forty valves", customer_id=customer_id), customer_id)


def test_a_task_that_is_done_moved_or_dropped_gives_way_to_the_next(desk: Desk) -> None:
    call, demo = desk.plan("Call", SOON), desk.plan("Demo", LATER)
    assert desk.next == ("Call", "Call")
    desk.do("reschedule-task", task_id=call, due_at=(LATER + timedelta(days=1)).isoformat())
    assert desk.next == ("Demo", "Demo")
    desk.do("complete-task", task_id=demo)
    assert desk.next == ("Call", "Call")
    desk.do("drop-task", task_id=call)
    assert desk.next == ("", "")
    desk.do("reopen-task", task_id=demo)
    assert desk.next == ("Demo", "Demo")


def test_a_task_with_the_customer_counts_for_its_deals_and_one_about_another_deal_does_not(
    desk: Desk, open_deal: Register
) -> None:
    other = open_deal("Sixty valves", customer_id=desk.customer_id)["stream_id"]
    desk.plan("For the other deal", SOON, deal_id=other, customer_id=desk.customer_id)
    assert desk.next == ("", "")
    card = desk.plan("Send a card", LATER, customer_id=desk.customer_id)
    assert desk.next == ("Send a card", "Send a card")
    desk.plan("Demo", SOON)
    assert desk.next == ("Demo", "Demo")
    desk.do("complete-task", task_id=card)
    assert desk.next == ("Demo", "Demo")


def test_whoever_spoke_with_the_customer_was_in_touch_about_the_deal(desk: Desk) -> None:
    card = desk.card
    assert card["last_contact_at"] is None
    told = {"kind": "call", "subject": "Hello", "happened_at": NOW.isoformat()}
    desk.do("log-activity", **told, customer_id=desk.customer_id)
    assert datetime.fromisoformat(desk.card["last_contact_at"]) == NOW
