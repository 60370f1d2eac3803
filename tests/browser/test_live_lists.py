"""What is done at the side, by oneself or by others is on an open list or board within a second."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.signed_in_browser import SignedInBrowser

Open = Callable[[str, int], Page]
AT_ONCE = 1_000
"""Milliseconds in which a change is on another user's open page."""
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


@pytest.fixture
def look(browser: SignedInBrowser, address: str) -> Iterator[Open]:
    """Opens a page, connected to the live feed."""
    pages: list[Page] = []

    def open_page(path: str, position: int) -> Page:
        page = browser.new_page(viewport={"width": 1440, "height": 860})
        pages.append(page)
        with page.expect_response("**/api/v1/events*"):
            page.goto(f"{address}{path}{'&' if '?' in path else '?'}min_position={position}")
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def send(http: httpx.Client) -> Callable[..., dict[str, Any]]:
    def send(command: str, **body: Any) -> dict[str, Any]:
        answer = http.post(f"/api/v1/{command}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    return send


Send = Callable[..., dict[str, Any]]


@pytest.fixture
def firm(send: Send) -> dict[str, Any]:
    """An organization of a sector of its own."""
    sector = f"live {uuid4().hex[:6]}"
    receipt = send(
        "customers/register-customer", kind="organization", name="Anvil", organization={"sector": sector}
    )
    return {"id": receipt["stream_id"], "sector": sector, "position": receipt["position"]}


@pytest.fixture
def deal(send: Send, firm: dict[str, Any]) -> dict[str, Any]:
    receipt = send(
        "sales/open-deal",
        deal_id=str(uuid4()),
        title="Forty anvils",
        amount="1000",
        currency="EUR",
        customer_id=firm["id"],
    )
    return {"id": receipt["stream_id"], "position": receipt["position"]}


def _row(page: Page, record_id: str) -> Locator:
    return page.locator(f'tr[data-id="{record_id}"]')


def test_what_others_change_is_on_the_open_list_at_once(look: Open, send: Send, firm: dict[str, Any]) -> None:
    page = look(f"/customers?filter=sector.is({firm['sector']})", firm["position"])
    row = _row(page, firm["id"])
    expect(row).to_contain_text("Anvil")
    row.locator("[data-choose]").check()
    send("customers/rename-customer", customer_id=firm["id"], name="Anvil and Sons")
    expect(row).to_contain_text("Anvil and Sons", timeout=AT_ONCE)
    expect(row.locator("[data-choose]")).to_be_checked()
    row.locator("[data-choose]").uncheck()
    new = send(
        "customers/register-customer",
        kind="organization",
        name="Bellows",
        organization={"sector": firm["sector"]},
    )
    expect(_row(page, new["stream_id"])).to_contain_text("Bellows", timeout=AT_ONCE)
    send("customers/archive-customer", customer_id=firm["id"], reason="")
    expect(row).to_have_count(0, timeout=AT_ONCE)


def test_a_cell_somebody_edits_stays_theirs_while_others_change_the_row(
    look: Open, send: Send, firm: dict[str, Any]
) -> None:
    page = look(f"/customers?filter=sector.is({firm['sector']})", firm["position"])
    _row(page, firm["id"]).locator("[data-field=name]").focus()
    page.keyboard.press("Enter")
    editing = page.locator("td.editing [data-value]")
    editing.fill("Half written")
    beside = look(f"/customers?filter=sector.is({firm['sector']})", firm["position"])
    send("customers/rename-customer", customer_id=firm["id"], name="Hammer")
    expect(_row(beside, firm["id"])).to_contain_text("Hammer")
    expect(editing).to_have_value("Half written")
    page.keyboard.press("Escape")
    expect(_row(page, firm["id"])).to_contain_text("Hammer")


def test_an_edit_at_the_side_is_in_the_row_behind_it(look: Open, firm: dict[str, Any]) -> None:
    page = look(f"/customers?filter=sector.is({firm['sector']})", firm["position"])
    _row(page, firm["id"]).locator("[data-field=sector]").click()
    page.locator('#panel [data-field="lifecycle"] .inline-edit').click()
    page.locator("#panel .inline-editor select").select_option("loyal")
    expect(_row(page, firm["id"]).locator("[data-field=lifecycle]")).to_contain_text("Loyal", timeout=AT_ONCE)
    expect(page.locator("#panel-title")).to_be_visible()


def test_a_card_tells_of_a_task_as_soon_as_it_is_planned_or_done(
    look: Open, send: Send, deal: dict[str, Any], firm: dict[str, Any]
) -> None:
    page = look("/deals", deal["position"])
    card = page.locator(f"#deal-{deal['id']}")
    expect(card).to_contain_text("no next step")
    task = send("activities/plan-task", title="Ring", kind="call", due_at=TOMORROW, customer_id=firm["id"])
    expect(card).to_contain_text("Call", timeout=AT_ONCE)
    send("activities/complete-task", task_id=task["stream_id"])
    expect(card).to_contain_text("no next step", timeout=AT_ONCE)


def test_a_task_is_done_in_the_table_by_one_press_and_leaves_it(look: Open, send: Send) -> None:
    title = f"Tick {uuid4().hex[:6]}"
    task = send("activities/plan-task", title=title, due_at=TOMORROW)
    page = look(f"/tasks/list?filter=title.is({title})", task["position"])
    row = _row(page, task["stream_id"])
    row.locator(".task-check").click()
    expect(row).to_have_count(0, timeout=AT_ONCE)
    page.locator(".toast-action").click()
    expect(row).to_be_visible()


def test_a_task_is_put_off_in_its_cell_and_opens_at_the_side(look: Open, send: Send) -> None:
    title = f"Put off {uuid4().hex[:6]}"
    task = send("activities/plan-task", title=title, due_at="2035-01-31T12:00:00Z")
    page = look(f"/tasks/list?filter=title.is({title})", task["position"])
    due = _row(page, task["stream_id"]).locator("[data-field=due_at]")
    due.dblclick()
    editing = page.locator("td.editing [data-value]")
    expect(editing).to_have_attribute("type", "datetime-local")
    assert editing.input_value().startswith("2035-01-3")
    editing.fill("2036-02-01T09:30")
    page.keyboard.press("Enter")
    expect(due).to_contain_text("2036")
    _row(page, task["stream_id"]).locator("[data-field=kind]").click()
    expect(page.locator("#panel-title")).to_have_text(title)
    page.locator("#panel").get_by_role("button", name="Done").click()
    expect(page.locator("#panel").get_by_role("button", name="Take up again")).to_be_visible()
