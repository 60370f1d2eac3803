"""A record opens at the side of its list, and the list stays where it is."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import until
from tests.signed_in_browser import SignedInBrowser

FIRMS = ["Anvil", "Bellows", "Crucible"]


@pytest.fixture(scope="module")
def position(http: httpx.Client) -> int:
    """Of the last of some organizations."""
    receipts = [
        http.post(
            "/api/v1/customers/register-customer",
            json={"kind": "organization", "name": name, "organization": {"sector": "forging"}},
        ).json()
        for name in FIRMS
    ]
    return int(receipts[-1]["position"])


@pytest.fixture
def page(browser: SignedInBrowser, address: str, position: int) -> Iterator[Page]:
    """The customers in forging."""
    page = browser.new_page()
    page.goto(f"{address}/customers?filter=sector.is(forging)&min_position={position}")
    expect(page.locator("tr[data-id]")).to_have_count(len(FIRMS))
    yield page
    page.close()


def _cell(page: Page, name: str, field: str = "sector") -> Locator:
    return page.locator("tr[data-id]", has_text=name).locator(f"td[data-field={field}]")


def test_a_click_on_a_row_opens_the_record_and_esc_closes_it(page: Page) -> None:
    _cell(page, "Bellows").click()
    expect(page.locator("#panel-title")).to_have_text("Bellows")
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.locator("tr[aria-current]")).to_contain_text("Bellows")
    expect(page.locator("#panel").get_by_role("link", name="Open the full page")).to_have_attribute(
        "href", f"/customers/{page.locator('tr[aria-current]').get_attribute('data-id')}"
    )
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("tr[aria-current]")).to_have_count(0)
    assert "/customers?" in page.url


def test_the_panel_follows_whoever_moves_through_the_list(page: Page) -> None:
    _cell(page, "Anvil").click()
    expect(page.locator("#panel-title")).to_have_text("Anvil")
    page.keyboard.press("j")
    expect(page.locator("#panel-title")).to_have_text("Bellows")
    page.keyboard.press("j")
    expect(page.locator("#panel-title")).to_have_text("Crucible")
    page.keyboard.press("k")
    expect(page.locator("#panel-title")).to_have_text("Bellows")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(_cell(page, "Crucible", "name")).to_be_focused()
    expect(page.locator("#panel")).to_be_hidden()


def test_a_double_click_edits_and_a_box_chooses_without_opening(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "panel=1" in request.url else None)
    _cell(page, "Anvil").dblclick()
    expect(page.locator("td.editing [data-value]")).to_be_focused()
    page.locator("td.editing [data-value]").click()
    page.keyboard.press("Escape")
    page.locator("tr[data-id]", has_text="Crucible").locator("[data-choose]").check()
    expect(page.locator("[data-bulk]")).to_be_visible()
    _cell(page, "Bellows").click()
    expect(page.locator("#panel-title")).to_have_text("Bellows")
    assert len(asked) == 1


def test_on_a_phone_the_record_fills_the_screen(
    browser: SignedInBrowser, address: str, position: int
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/customers?filter=sector.is(forging)&min_position={position}")
    _cell(page, "Anvil", "owner_id").or_(_cell(page, "Anvil")).first.click()
    expect(page.locator("#panel-title")).to_have_text("Anvil")
    until(
        page,
        "(({width, height, x}) => width === 390 && height === 844 && x === 0)"
        "(document.getElementById('panel').getBoundingClientRect())",
    )
    page.close()
