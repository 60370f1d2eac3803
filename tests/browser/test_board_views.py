"""A board is kept under a name as a table is, and each opens as what it was."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Send
from tests.signed_in_browser import SignedInBrowser


def _deal(send: Send, title: str, amount: str) -> dict[str, Any]:
    return send("sales/open-deal", title=title, amount=amount, currency="CNY")


@pytest.fixture(scope="module")
def position(send: Send) -> int:
    """Of two deals, a small one and a large one."""
    _deal(send, "Small", "10")
    return int(_deal(send, "Large", "1000")["position"])


@pytest.fixture
def page(browser: SignedInBrowser, address: str, position: int) -> Iterator[Page]:
    """The board of large deals."""
    page = browser.new_page()
    page.goto(f"{address}/deals?filter=amount.from(1000)&min_position={position}")
    expect(page.locator(".card")).to_have_count(1)
    yield page
    page.close()


def test_a_board_is_kept_and_opened_again_as_a_board(page: Page, address: str, send: Send) -> None:
    _save(page, "Large ones")
    expect(page.get_by_role("button", name="Large ones", exact=True)).to_be_visible()
    expect(page.locator(".card")).to_have_count(1)
    table = {"name": "Small ones", "object": "deals", "query": "filter=amount.below(1000)"}
    kept = send("configuration/save-view", **table)
    page.goto(f"{address}/deals?view=all&min_position={kept['position']}")
    expect(page.locator(".card")).to_have_count(2)
    page.get_by_role("button", name="All", exact=True).click()
    page.get_by_role("menuitemradio", name="Small ones").click()
    expect(page.locator("tr[data-id]")).to_have_count(1)
    expect(page.locator("tr[data-id]")).to_contain_text("Small")
    page.get_by_role("button", name="Small ones", exact=True).click()
    page.get_by_role("menuitemradio", name="Large ones").click()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card")).to_contain_text("Large")


def test_a_board_begins_with_the_view_chosen_for_it_and_the_table_does_not(page: Page, address: str) -> None:
    _save(page, "Begin here")
    page.get_by_role("button", name="Begin here", exact=True).click()
    with page.expect_response("**/configuration/choose-default-view") as answer:
        page.get_by_role("menuitem", name="Begin with this view").click()
    page.goto(f"{address}/deals?min_position={answer.value.json()['position']}")
    expect(page.get_by_role("button", name="Begin here", exact=True)).to_be_visible()
    page.goto(f"{address}/deals/list")
    expect(page.get_by_role("button", name="All", exact=True)).to_be_visible()


def _save(page: Page, name: str) -> None:
    page.get_by_role("button", name="All", exact=True).click()
    page.get_by_role("menuitem", name="Save as a view…").click()
    page.locator("#view-dialog [name=name]").fill(name)
    page.locator("#view-dialog [type=submit]").click()
    page.wait_for_url("**view=**")
