"""Do tasks and notices stand on their pages, for whom they concern?"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import Engine

from projections.activities import task_list
from services.gateway.pages.counts import open_tasks
from services.gateway.pages.formats import ZONE
from services.gateway.time_zone import end_of_day
from shared.rights.condition import Condition
from shared.rights.principal import Principal
from tests.people import Person, people
from tests.records.conftest import Send
from tests.records.test_record_pages import shown


@pytest.fixture(scope="module")
def anna(module_database: Engine) -> Person:
    """A salesperson in the east."""
    return people(module_database).person("salesperson", "East", "Anna")


def test_a_task_is_added_in_one_line_and_stands_where_it_belongs(http: httpx.Client, send: Send) -> None:
    receipt = send("tasks/quick-add", text="Ring Berta 2035-01-31 15:00")
    page = shown(http, "/tasks", show="upcoming", min_position=receipt["position"])
    assert "Ring Berta" in page
    assert 'datetime="2035-01-31T15:00:00+00:00"' in page
    assert "Ring Berta" not in shown(http, "/tasks")


def test_what_is_late_is_overdue_and_done_when_it_is_done(
    http: httpx.Client, send: Send, customer: str
) -> None:
    late = {"title": "Send the late offer", "due_at": "2025-01-31T15:00:00Z", "customer_id": customer}
    receipt = send("activities/plan-task", **late)
    everybody = shown(http, "/tasks", whose="all", min_position=receipt["position"])
    assert "Overdue" in everybody
    assert "上海凯捷" in everybody
    done = send("activities/complete-task", task_id=receipt["stream_id"])
    assert "Send the late offer" in shown(
        http, "/tasks", whose="all", show="done", min_position=done["position"]
    )


@pytest.mark.parametrize("text", ["Ring Berta 0001-01-01", "Ring Berta 9999-12-31 10:00", "x" * 400])
def test_a_task_for_no_likely_day_is_refused_at_its_line(http: httpx.Client, text: str) -> None:
    refused = http.post("/api/v1/tasks/quick-add", json={"text": text})
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["problems"]] == ["text"]


def test_no_position_of_the_log_lies_before_its_beginning(http: httpx.Client) -> None:
    refused = http.post("/notifications/read?upto=-1", headers={"Origin": "http://127.0.0.1"})
    assert refused.status_code == 422


def test_the_number_beside_tasks_is_that_of_their_page(
    http: httpx.Client, send: Send, module_database: Engine
) -> None:
    berta, now = people(module_database).person("salesperson", "East", "Berta"), datetime.now(UTC)
    for hours in range(0, 30, 3):
        due = {"title": f"In {hours} hours", "due_at": (now + timedelta(hours=hours, minutes=7)).isoformat()}
        position = send("activities/plan-task", owner_id=str(berta.user_id), **due)["position"]
    shown(http, "/tasks", min_position=position)
    who, everything = Principal(user_id=berta.user_id, name="Berta"), Condition("true", {})
    found = set()
    for zone in (ZoneInfo("Asia/Shanghai"), ZoneInfo("UTC"), ZoneInfo("America/New_York")):
        before = ZONE.set(zone)
        day = task_list.Day(now, end_of_day(now, zone))
        with module_database.connect() as connection:
            counts = task_list.counts(connection, see=everything, day=day, owners=[berta.user_id])
            assert open_tasks(connection, who) == counts.overdue + counts.today
        ZONE.reset(before)
        found.add(counts.today)
    assert len(found) == 3


def test_whoever_gets_a_task_is_told_once_and_reads_it(http: httpx.Client, send: Send, anna: Person) -> None:
    given = send("activities/plan-task", title="Demo in the east", owner_id=str(anna.user_id), branch="East")
    hers = {**anna.headers, "Accept": "text/html"}
    http.cookies.clear()
    position = given["position"]
    panel = http.get(f"/notifications?panel=1&lang=en&min_position={position}", headers=hers)
    assert "gave you a task: Demo in the east" in panel.text
    assert http.get("/notifications/count", headers=hers).text == "1"
    origin = {**anna.headers, "Origin": "http://127.0.0.1"}
    assert http.post(f"/notifications/read?upto={position}", headers=origin).status_code == 204
    assert http.get("/notifications/count", headers=hers).text == "0"
