"""Does the operations page work under a real browser: is it live, and does it do what an operator chooses?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.pages.conftest import Company
from tests.signed_in_browser import SignedInBrowser


@pytest.fixture
def page(browser: SignedInBrowser, address: str, company: Company) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 860})
    opened.goto(f"{address}/operations?min_position={company.position}")
    yield opened
    opened.close()


def row(page: Page, name: str) -> Locator:
    return page.locator("tr", has=page.locator(f'[data-operate="{name}"]'))


def test_a_read_model_is_paused_and_resumed_in_place(page: Page) -> None:
    for action, state in (("Pause", "Paused"), ("Resume", "Serving")):
        row(page, "colleagues").get_by_role("button").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text("colleagues")
        dialog.get_by_label(action).check()
        dialog.get_by_role("button", name="Carry out").click()
        expect(dialog).to_be_hidden()
        expect(row(page, "colleagues").locator(".tag")).to_have_text(state)


def test_a_policy_is_paused_but_not_rebuilt(page: Page) -> None:
    row(page, "policy:customers").get_by_role("button").click()
    expect(page.get_by_role("dialog").get_by_role("radio")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_page_follows_the_log_by_itself(page: Page) -> None:
    shown = page.locator(".standing time").first
    before = shown.get_attribute("datetime")
    expect(shown).not_to_have_attribute("datetime", before or "", timeout=10_000)
