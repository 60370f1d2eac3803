"""Is the frame of every page quick to use: by keyboard, its choices remembered, with news from others?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Send
from tests.pages.conftest import Company
from tests.people import People
from tests.signed_in_browser import SignedInBrowser


@pytest.fixture
def page(browser: SignedInBrowser, address: str, company: Company) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 860}, locale="en")
    opened.goto(f"{address}/reports?min_position={company.position}")
    yield opened
    opened.context.close()


def test_a_customer_is_found_by_pinyin_initials_and_opened_by_keyboard(page: Page, company: Company) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.type("shkj")
    expect(page.locator("[data-found] [role=option]").first).to_contain_text("上海凯捷")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/customers/{company.customer}*")


def test_the_palette_leads_to_pages_in_chinese_by_their_initials(
    browser: SignedInBrowser, address: str
) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(f"{address}/reports")
    page.keyboard.press("/")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.type("kh")
    expect(page.locator("#go--customers")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers")
    page.context.close()


def test_what_was_looked_at_last_is_offered_first(page: Page, address: str, company: Company) -> None:
    page.goto(f"{address}/deals/{company.open_deal}")
    page.keyboard.press("Control+k")
    expect(page.locator("[data-found] [role=option]").first).to_contain_text("Trial")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_who_may_not_see_a_customer_does_not_find_it(
    browser: SignedInBrowser, address: str, company: Company, staff: People
) -> None:
    elsewhere = staff.person("salesperson", "华南")
    page = browser.new_page(elsewhere)
    page.goto(f"{address}/search?q=凯捷&min_position={company.position}")
    expect(page.locator(".hit")).to_have_count(0)
    page.context.close()


def test_keys_lead_to_pages_and_are_listed(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/customers")


def test_the_folded_navigation_and_the_theme_are_remembered(page: Page, address: str) -> None:
    page.keyboard.press("[")
    page.locator("[popovertarget=user-menu]").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{address}/deals")
    expect(page.locator("html")).to_have_attribute("data-navigation", "narrow")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"


def test_a_menu_is_used_by_keyboard_and_gives_the_focus_back(page: Page) -> None:
    button = page.locator("[popovertarget=user-menu]")
    button.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitemradio", name="System")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Sign out")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_home_page_follows_what_others_do(
    browser: SignedInBrowser, address: str, send: Send, company: Company, staff: People
) -> None:
    seller = staff.person("salesperson", "华东", "王芳")
    page = browser.new_page(seller)
    with page.expect_request("**/api/v1/events*"):
        page.goto(f"{address}/home?min_position={company.position}")
    send(
        "sales/open-deal", title="From elsewhere", amount="1000", currency="CNY", owner_id=str(seller.user_id)
    )
    expect(page.locator(".home-now")).to_contain_text("From elsewhere", timeout=5_000)
    page.context.close()
