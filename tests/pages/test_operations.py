"""Does the operations page show how everything stands, and carry out what an operator asks?"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from services.gateway.operating import tasks
from tests.contracts.processes import wait_until
from tests.pages.conftest import Company, Look

API = "/api/v1/operations"


def standing(http: httpx.Client) -> dict[str, Any]:
    answer = http.get(API)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def states(http: httpx.Client, name: str) -> set[bool]:
    found = standing(http)["standing"]["read_models"]
    return {state["paused"] for state in found if state["name"] == name}


@pytest.mark.parametrize(("language", "words"), [("en", "Watermark"), ("zh", "水位")])
def test_the_page_shows_every_read_model(look: Look, language: str, words: str) -> None:
    page = look("/operations", language)
    assert words in page
    for name in ("customer_directory", "deal_list", "policy:customers"):
        assert name in page


def test_the_api_tells_the_same_and_at_which_position(http: httpx.Client, company: Company) -> None:
    wait_until(lambda: standing(http)["standing"]["watermark"]["position"] >= company.position)
    answer = http.get(API)
    assert int(answer.headers["Hindsight-Position"]) >= company.position
    assert answer.json()["standing"]["relay"] is None
    assert answer.json()["alarms"] == []


def test_a_read_model_is_paused_and_resumed(
    http: httpx.Client, send: Callable[..., dict[str, Any]], look: Look
) -> None:
    assert http.post(f"{API}/read-models/colleagues/pause").status_code == 200
    assert states(http, "colleagues") == {True}
    assert "Paused" in look("/operations")
    send("identity/add-user", name="Later")
    assert "Later" not in http.get("/api/v1/identity/users").text
    assert http.post(f"{API}/read-models/colleagues/resume").status_code == 200
    wait_until(lambda: "Later" in http.get("/api/v1/identity/users").text, 10)


@pytest.mark.parametrize("action", ["pause", "resume", "rebuild", "verify", "rollback"])
def test_nobody_acts_on_a_read_model_that_is_not_there(http: httpx.Client, action: str) -> None:
    answer = http.post(f"{API}/read-models/nothing/{action}")
    assert answer.status_code == 404
    assert "No read model or policy is called nothing" in answer.json()["detail"]


def test_a_page_of_another_web_site_may_not_act(http: httpx.Client) -> None:
    answer = http.post(f"{API}/read-models/colleagues/pause", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403


def test_a_second_rebuild_is_refused_in_the_words_of_the_command_line(
    http: httpx.Client, module_database: Engine
) -> None:
    with module_database.connect() as connection:
        connection.exec_driver_sql("select pg_advisory_lock(723684352, hashtext('deal_list'))")
        answer = http.post(f"{API}/read-models/deal_list/rebuild")
        assert answer.status_code == 409
        assert answer.json()["kind"] == "AlreadyRebuilding"
        connection.exec_driver_sql("select pg_advisory_unlock_all()")


def test_a_task_runs_apart_and_what_it_said_is_shown(
    http: httpx.Client, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        tasks, "_COMMAND", "import sys, time; time.sleep(1); sys.exit(' '.join(sys.argv[1:]))"
    )
    answer = http.post(f"{API}/read-models/deal_list/verify")
    assert (answer.status_code, answer.json()["state"]) == (202, "running")
    assert http.post(f"{API}/read-models/deal_list/rebuild").status_code == 409
    wait_until(lambda: standing(http)["tasks"][0]["state"] == "failed", 10)
    assert standing(http)["tasks"][0]["said"] == "projections verify deal_list"
    assert "projections verify deal_list" in look("/operations")


def test_an_event_that_is_not_there_cannot_be_shown(http: httpx.Client) -> None:
    assert http.get(f"{API}/parked/{2**40}").status_code == 404
    assert http.post(f"{API}/parked/deal_list/{2**40}/skip").status_code == 404
    assert http.post(f"{API}/parked/retry").json() == {"folded": 0, "parked": 0}


def test_a_stored_event_is_shown_with_its_payload(http: httpx.Client, company: Company) -> None:
    found = http.get(f"{API}/parked/{company.position}").json()
    assert found["stored"]["envelope"]["type"] == "sales.DealWon"
    assert found["stored"]["data"]["won_on"] == "2017-06-30"
    assert found["parked"] == []
