"""Does a record's page work under a real browser: logging, editing, two people at once, and the way back?"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.people import people
from tests.records.conftest import Send
from tests.signed_in_browser import SignedInBrowser

Open = Callable[..., Page]


@pytest.fixture
def look(browser: SignedInBrowser, address: str) -> Iterator[Open]:
    """Opens a page, connected to the live feed."""
    pages: list[Page] = []

    def open_page(path: str, position: int = 0, **options: Any) -> Page:
        page = browser.new_page(viewport={"width": 1440, "height": 860}, **options)
        pages.append(page)
        with page.expect_request("**/api/v1/events*"):
            page.goto(f"{address}{path}?lang=en&min_position={position}")
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def customer(send: Send) -> tuple[str, int]:
    """Kan-code with a phone, and the position of the log."""
    contact = {"phones": ["+86 21 5000 1000"], "emails": ["office@kan.example"]}
    given = {"kind": "organization", "name": "Kan-code", "contact": contact}
    receipt = send("customers/register-customer", customer_id=str(uuid4()), **given)
    return str(receipt["stream_id"]), int(receipt["position"])


def field(page: Page, name: str) -> Any:
    return page.locator(f'[data-field="{name}"]')


def test_a_call_is_logged_in_two_clicks_and_taken_back_from_the_toast(
    look: Open, customer: tuple[str, int]
) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    page.evaluate("addEventListener('click', () => (window.clicks = (window.clicks ?? 0) + 1), true)")
    page.locator("[data-log=call]").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".moment", has_text="Call with Kan-code")).to_be_visible()
    assert page.evaluate("window.clicks") <= 3
    page.locator(".toast-action").click()
    expect(page.locator(".moment", has_text="Activity removed")).to_be_visible()


def test_a_visit_is_logged_with_the_keyboard_alone(look: Open, customer: tuple[str, int]) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    page.locator("[data-log=visit]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Four people at the plant")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".moment-text", has_text="Four people at the plant")).to_be_visible()


def test_a_field_is_edited_where_it_stands(look: Open, customer: tuple[str, int]) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    sector = field(page, "sector")
    sector.locator(".inline-edit").click()
    expect(sector.locator("input")).to_be_focused()
    page.keyboard.type("software")
    page.keyboard.press("Escape")
    expect(sector.locator(".inline-edit")).to_be_focused()
    expect(sector).not_to_contain_text("software")
    page.keyboard.press("Enter")
    expect(sector.locator("input")).to_be_focused()
    sector.locator("input").fill("software")
    page.keyboard.press("Enter")
    expect(sector.locator(".inline-edit")).to_contain_text("software")
    expect(page.locator(".changed", has_text="Sector software")).to_be_visible()


def test_a_value_that_is_refused_says_why_at_the_field(look: Open, customer: tuple[str, int]) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    emails = field(page, "emails")
    emails.locator(".inline-edit").click()
    emails.locator("textarea").fill("no address")
    page.keyboard.press("Control+Enter")
    expect(emails.locator(".field.refused .note")).not_to_be_empty()


def test_a_change_is_taken_back_in_the_timeline_unless_it_was_changed_since(
    look: Open, send: Send, customer: tuple[str, int]
) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    send("customers/rename-customer", customer_id=customer[0], name="Kancode Inc.")
    moment = page.locator(".moment", has_text="Kancode Inc.").first
    moment.get_by_role("button", name="Undo").click()
    expect(page.locator(".record-name")).to_contain_text("Kan-code")


def test_two_people_edit_one_field_and_the_second_chooses(
    look: Open, http: httpx.Client, customer: tuple[str, int], module_database: Engine
) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    name = page.locator(".record-name")
    name.locator(".inline-edit").click()
    expect(name.locator("input")).to_be_focused()
    colleague = people(module_database).person("administrator", name="Berta")
    meanwhile = {"customer_id": customer[0], "name": "Kan Code GmbH"}
    answer = http.post("/api/v1/customers/rename-customer", json=meanwhile, headers=colleague.headers)
    assert answer.is_success, answer.text
    name.locator("input").fill("Kan-Code AG")
    page.keyboard.press("Enter")
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("Kan-Code AG")
    expect(conflict).to_contain_text("Kan Code GmbH")
    expect(conflict.locator(".original")).to_contain_text("Kan-code")
    conflict.get_by_text("Mine").click()
    conflict.get_by_role("button", name="Save").click()
    expect(name).to_contain_text("Kan-Code AG")
    expect(page.locator(".moment", has_text="Kan Code GmbH → Kan-Code AG")).to_be_visible()


def test_what_only_one_of_two_changed_is_kept_without_asking(
    look: Open, send: Send, customer: tuple[str, int]
) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    phones = field(page, "phones")
    phones.locator(".inline-edit").click()
    expect(phones.locator("textarea")).to_be_focused()
    contact = {"phones": ["+86 21 5000 1000"], "emails": ["sales@kan.example"]}
    send("customers/change-contact-details", customer_id=customer[0], contact=contact)
    phones.locator("textarea").fill("+86 21 6000 2000")
    page.keyboard.press("Control+Enter")
    expect(phones).to_contain_text("+86 21 6000 2000")
    expect(field(page, "emails")).to_contain_text("sales@kan.example")


def test_a_tag_is_added_and_taken_away(look: Open, customer: tuple[str, int]) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    page.get_by_label("Add a tag").fill("key account")
    page.keyboard.press("Enter")
    tag = page.locator(".record-tags .tag", has_text="key account")
    expect(tag).to_be_visible()
    tag.get_by_role("button").click()
    expect(tag).to_have_count(0)


def test_a_task_is_planned_and_ticked_off(look: Open, customer: tuple[str, int]) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    page.get_by_role("button", name="Add a task").click()
    page.get_by_label("What is to be done").fill("Send the contract")
    page.keyboard.press("Control+Enter")
    line = page.locator(".task-line", has_text="Send the contract")
    expect(line).to_be_visible()
    line.locator(".task-check").click()
    expect(line).to_have_count(0)


def test_a_task_is_added_in_one_line(look: Open) -> None:
    page = look("/tasks")
    page.locator(".quick-add input").fill("Call Berta today 23:59")
    page.keyboard.press("Enter")
    expect(page.locator(".task-line", has_text="Call Berta")).to_be_visible()


def test_a_person_is_added_on_the_page_of_their_company(look: Open, customer: tuple[str, int]) -> None:
    page = look(f"/customers/{customer[0]}", customer[1])
    page.get_by_role("button", name="Add a person").click()
    dialog = page.locator("#new-person")
    dialog.locator("[name=name]").fill("Ines Ilbert")
    dialog.locator('[name="person.job_title"]').fill("Buyer")
    dialog.get_by_role("button", name="Register").click()
    people = page.get_by_role("region", name="People")
    expect(people).to_contain_text("Ines Ilbert")
    expect(people).to_contain_text("Buyer")
    people.get_by_role("link", name="Ines Ilbert").click()
    expect(page.locator("h1")).to_contain_text("Ines Ilbert")
    expect(page.get_by_role("region", name="Colleagues there").get_by_role("link")).to_have_text("Kan-code")


def test_a_colleague_named_in_a_note_is_told_of_the_record(
    look: Open, customer: tuple[str, int], module_database: Engine
) -> None:
    nora = people(module_database).person("auditor", "", "Nora North")
    page = look(f"/customers/{customer[0]}", customer[1])
    page.locator("[data-log=note]").click()
    page.locator("#log-body").press_sequentially("Please call, @nor")
    expect(page.locator("#mention-0")).to_have_text("Nora North")
    page.keyboard.press("Enter")
    expect(page.locator("#log-body")).to_have_value("Please call, @Nora North ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".moment", has_text="Nora North was asked to look at it")).to_be_visible()
    hers = look("/notifications", 0, who=nora)
    expect(hers.locator(".notice")).to_contain_text("asks you to look at Kan-code")
