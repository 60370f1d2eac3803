"""Is it shown at the field, in Chinese, that a text holds what no field takes?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.signed_in_browser import SignedInBrowser

TURNED, TURNS = "报价.\u202efdp.exe", "包含改变文字方向的隐藏字符"
ESCAPE, CONTROL = "Kan\u0080code", "包含控制字符"


@pytest.fixture
def page(browser: SignedInBrowser) -> Iterator[Page]:
    """A page in which somebody reads Chinese."""
    page = browser.new_page(viewport={"width": 1440, "height": 860})
    yield page
    page.close()


def test_a_new_customer(page: Page, address: str) -> None:
    page.goto(f"{address}/customers?lang=zh")
    page.locator("[data-open=new-customer]").first.click()
    form = page.locator("#new-customer")
    form.locator("[name=name]").fill(TURNED)
    form.locator("button[type=submit]").click()
    _said_at(form, "name", TURNS)
    expect(form).to_be_visible()
    form.locator("[name=name]").fill(ESCAPE)
    form.locator("button[type=submit]").click()
    _said_at(form, "name", CONTROL)


def test_a_new_branch(page: Page, address: str) -> None:
    page.goto(f"{address}/settings/branches?lang=zh")
    page.locator("[data-open]:has-text('分公司')").first.click()
    form = page.locator("dialog[open]")
    form.locator("[name=code]").fill("shanghai")
    form.locator("[name=name]").fill(TURNED)
    form.locator("button[type=submit]").click()
    _said_at(form, "name", TURNS)


def test_a_token_of_ones_own_account(page: Page, address: str) -> None:
    page.goto(f"{address}/settings/account?lang=zh")
    page.locator(".new-token summary").click()
    page.locator("[name=token_name]").fill(TURNED)
    page.locator(".new-token button[type=submit]").click()
    expect(page.locator(".new-token")).to_have_attribute("open", "")
    _said_at(page.locator(".new-token"), "token_name", TURNS)


def _said_at(form: Locator, name: str, words: str) -> None:
    field = form.locator(f".field.refused:has([name={name}])")
    expect(field.locator(".note")).to_contain_text(words)
