"""Is the Enter that ends a word of an input method, as of pinyin, taken for anything else?"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.records.conftest import Send
from tests.signed_in_browser import SignedInBrowser

ENTER = """field => field.dispatchEvent(
    new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""


@pytest.fixture
def customer(send: Send) -> tuple[str, int]:
    """A customer, and the position of the log."""
    given = {"kind": "organization", "name": "上海凯捷", "customer_id": str(uuid4())}
    receipt = send("customers/register-customer", **given)
    return str(receipt["stream_id"]), int(receipt["position"])


@pytest.fixture
def page(browser: SignedInBrowser, address: str, customer: tuple[str, int]) -> Iterator[Page]:
    """The record of the customer."""
    page = browser.new_page()
    page.goto(f"{address}/customers/{customer[0]}?lang=en&min_position={customer[1]}")
    yield page
    page.close()


def test_a_field_of_a_record_stays_open_until_the_word_is_there(page: Page) -> None:
    sector = page.locator('[data-field="sector"]')
    sector.locator(".inline-edit").click()
    sector.locator("input").fill("ruan")
    assert sector.locator("input").evaluate(ENTER), "the input method does not get its Enter"
    expect(sector.locator("input")).to_be_visible()
    expect(sector.locator(".sending")).to_have_count(0)
    sector.locator("input").fill("软件")
    page.keyboard.press("Enter")
    expect(sector.locator(".inline-edit")).to_contain_text("软件")
