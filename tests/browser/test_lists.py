"""A list as a salesperson uses it: filtered, edited in place, many rows at once, kept, by keyboard."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.signed_in_browser import SignedInBrowser

FIRMS = ["Aldergate", "Birchwood", "Cedarline", "上海凯捷电子", "Dogwood"]


@pytest.fixture(scope="module")
def firms(http: httpx.Client) -> dict[str, Any]:
    """Some organizations; the ids by name, and the position of the last one."""
    found: dict[str, Any] = {}
    for name in FIRMS:
        body = {"kind": "organization", "name": name, "organization": {"sector": "timber"}}
        receipt = http.post("/api/v1/customers/register-customer", json=body).json()
        found |= {name: receipt["stream_id"], "position": receipt["position"]}
    return found


@pytest.fixture
def page(browser: SignedInBrowser, address: str, firms: dict[str, Any]) -> Iterator[Page]:
    """The customers in timber."""
    page = browser.new_page()
    page.goto(f"{address}/customers?filter=sector.has(timber)&min_position={firms['position']}")
    yield page
    page.close()


def _rows(page: Page) -> list[str]:
    return page.locator("tr[data-id] td[data-field=name]").all_inner_texts()


def test_a_filter_is_built_and_stands_readable_in_the_address(page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator("[data-add]").first.click()
    condition = page.locator("[data-condition]").last
    condition.locator("[data-value]").fill("wood")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tr[data-id]")).to_have_count(2)
    page.wait_for_url(lambda url: "filter=sector.has(timber),name.has(wood)" in url)
    page.go_back()
    expect(page.locator("tr[data-id]")).to_have_count(len(FIRMS))


def test_a_cell_is_edited_where_it_stands_and_a_refusal_stands_at_it(page: Page) -> None:
    cell = (
        page.locator("tr[data-id]", has_text="Aldergate")
        .locator("[data-field=country], [data-field=sector]")
        .first
    )
    cell.dblclick()
    editing = page.locator("td.editing [data-value]")
    expect(editing).to_be_focused()
    editing.fill("timber & boards")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-id]", has_text="Aldergate")).to_contain_text("timber & boards")
    name = page.locator("tr[data-id]", has_text="Aldergate").locator("[data-field=name]")
    name.focus()
    page.keyboard.press("Enter")
    expect(editing).to_be_focused()
    editing.fill("")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-note")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("td.editing")).to_have_count(0)
    expect(name).to_have_text("Aldergate")


def test_a_range_of_rows_is_tagged_at_once_and_undone(page: Page) -> None:
    boxes = page.locator("[data-choose]")
    boxes.first.check()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk-count]")).to_have_text("4 chosen")
    page.get_by_role("button", name="Tag", exact=True).click()
    dialog = page.locator("#bulk-dialog")
    expect(dialog.locator("[data-confirm]")).to_have_text("This concerns 4 rows.")
    expect(dialog.get_by_label("Field")).to_be_hidden()
    expect(dialog.get_by_label("Value")).to_be_focused()
    dialog.get_by_role("button", name="Carry out").click()
    expect(dialog.get_by_role("alert")).to_have_text("This is needed.")
    page.keyboard.type("Key account")
    dialog.get_by_role("button", name="Carry out").click()
    expect(dialog.locator("[data-outcome]")).to_have_text("Changed: 4. Unchanged: 0. Refused: 0.")
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.locator("[data-progress]")).to_have_text("4 of 4")
    expect(dialog.locator("[data-outcome]")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.locator("[data-bulk]")).to_be_hidden()
    expect(page.locator("tr[data-id]", has_text="Key account")).to_have_count(0)


def test_columns_are_chosen_and_moved_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Columns").click()
    phones = page.locator("[data-column=country]")
    phones.get_by_role("checkbox").check()
    up = phones.locator("[data-up]")
    up.focus()
    for _ in range(20):
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("thead th[data-field]").first).to_have_attribute("data-field", "country")


def test_a_list_is_kept_as_a_view_and_opened_again(page: Page) -> None:
    page.locator("thead a.sort", has_text="Name").click()
    expect(page.locator("thead th[data-field=name]")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="All", exact=True).click()
    page.get_by_role("menuitem", name="Save as a view…").click()
    page.locator("#view-dialog [name=name]").fill("Timber")
    page.locator("#view-dialog [type=submit]").click()
    expect(page.get_by_role("button", name="Timber", exact=True)).to_be_visible()
    page.wait_for_url("**view=**")
    page.goto(page.url)
    expect(page.locator("tr[data-id]")).to_have_count(len(FIRMS))
    expect(page.locator("thead th[data-field=name]")).to_have_attribute("aria-sort", "descending")


def test_one_moves_and_chooses_by_keyboard(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tr[data-id]").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("tr[aria-selected=true]")).to_have_count(0)


def test_on_a_phone_rows_are_cards_and_nothing_slides_sideways(
    browser: SignedInBrowser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/customers")
    expect(page.locator("tr[data-id]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def _tag_the_first(page: Page, tag: str) -> Locator:
    page.locator("[data-choose]").first.check()
    page.get_by_role("button", name="Tag", exact=True).click()
    dialog = page.locator("#bulk-dialog")
    dialog.get_by_label("Value").fill(tag)
    dialog.get_by_role("button", name="Carry out").click()
    return dialog


def test_a_change_that_can_no_longer_be_followed_ends_with_what_is_known(page: Page) -> None:
    page.route("**/api/v1/lists/changes/*/events", lambda route: route.fulfill(status=404, body="{}"))
    dialog = _tag_the_first(page, "Lost")
    expect(dialog.locator("[data-outcome]")).to_contain_text("Broken off.")
    page.unroute("**/api/v1/lists/changes/*/events")
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.locator("[data-outcome]")).to_have_text("Changed: 1. Unchanged: 0. Refused: 0.")


def test_a_refused_undo_says_why(page: Page) -> None:
    dialog = _tag_the_first(page, "Stays")
    expect(dialog.locator("[data-outcome]")).to_be_visible()
    refusal = {"status": 403, "detail": "You may not do this."}
    page.route("**/api/v1/lists/changes/*/undo", lambda route: route.fulfill(status=403, json=refusal))
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.locator(".form-problem")).to_have_text("You may not do this.")


def test_a_key_that_was_taken_is_no_shortcut(page: Page) -> None:
    taken = "addEventListener('keydown', (event) => event.preventDefault(), { capture: true, once: true })"
    page.evaluate(taken)
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
