"""Does the board of one's own pipeline work under a real browser, and one's own field from end to end?"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CHROMIUM, Send, address, browser, http, staff
from tests.browser.test_board import column
from tests.pages.conftest import Company
from tests.signed_in_browser import SignedInBrowser

__all__ = ["address", "browser", "http", "staff"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; apt-get install chromium")


@pytest.fixture(scope="module")
def renewals(send: Send, company: Company) -> str:
    """A pipeline of two stages; the second one needs a date and a field of one's own."""
    assert company
    send(
        "configuration/define-field",
        object="deal",
        key="budget",
        kind="number",
        label={"en": "Budget", "zh": "预算"},
    )
    stages: list[dict[str, Any]] = [
        {"stage": "review", "name": "Review", "probability": 40, "rotting_days": 14},
        {
            "stage": "offer",
            "name": "Offer <b>",
            "probability": 70,
            "required": ["expected_close_on", "custom.budget"],
        },
    ]
    reasons = ["Too dear", "No budget"]
    pipeline = str(uuid4())
    send("sales/define-pipeline", pipeline_id=pipeline, name="Renewals", stages=stages, lost_reasons=reasons)
    return pipeline


def renewal(send: Send, pipeline: str, title: str) -> dict[str, Any]:
    return send("sales/open-deal", title=title, amount="1000", currency="CNY", pipeline_id=pipeline)


@pytest.fixture
def board(browser: SignedInBrowser, address: str, renewals: str, send: Send) -> Iterator[Page]:
    """The board of that pipeline, connected to the live feed."""
    first = renewal(send, renewals, "The first one")
    page = browser.new_page(viewport={"width": 1440, "height": 860}, bypass_csp=False)
    with page.expect_request("**/api/v1/events*"):
        page.goto(f"{address}/deals?pipeline={renewals}&min_position={first['position']}")
    yield page
    page.close()


def test_a_pipeline_has_its_own_columns(board: Page) -> None:
    names = board.locator(".column-name").all_inner_texts()
    assert names == ["Review", "Offer <b>", "Won this month", "Lost this month"]


def test_alt_and_an_arrow_take_a_card_along_and_what_is_missing_is_asked_for(
    board: Page, send: Send, renewals: str
) -> None:
    card = board.locator(f"#deal-{renewal(send, renewals, 'With a budget')['stream_id']}")
    card.locator(".card-name").focus()
    board.keyboard.press("Alt+ArrowRight")
    board.fill("#needed-expected_close_on", "2027-01-31")
    board.fill("#needed-custom\\.budget", "120000")
    board.get_by_role("button", name="Save and move").click()
    moved = column(board, "offer").locator(".card:not(.waiting)", has_text="With a budget")
    expect(moved).to_be_visible()
    expect(board.locator("#head-offer .count")).to_have_text("1")


def test_who_gives_no_answer_leaves_the_deal_where_it_was(board: Page, send: Send, renewals: str) -> None:
    card = board.locator(f"#deal-{renewal(send, renewals, 'Without')['stream_id']}")
    card.locator(".card-name").focus()
    board.keyboard.press("Alt+ArrowRight")
    expect(board.locator("#needed")).to_be_visible()
    board.keyboard.press("Escape")
    expect(column(board, "review").locator(".card:not(.waiting)", has_text="Without")).to_be_visible()


def test_a_reason_is_asked_for_and_offered_when_a_deal_is_lost(
    board: Page, send: Send, renewals: str
) -> None:
    card = board.locator(f"#deal-{renewal(send, renewals, 'Gone')['stream_id']}")
    card.locator(".card-menu").click()
    board.locator('#move-menu [data-to="lost"]').click()
    offered = [option.get_attribute("value") for option in board.locator("#lost-reasons option").all()]
    assert offered == ["Too dear", "No budget"]
    board.get_by_role("button", name="Mark as lost").click()
    expect(board.locator("#lose-reason-note")).to_have_text("This is needed.")
    board.locator("#lose-reason").fill("Too dear")
    board.get_by_role("button", name="Mark as lost").click()
    expect(column(board, "lost").locator(".card", has_text="Gone")).to_be_visible()


def test_arrows_go_from_card_to_card(board: Page) -> None:
    first = board.locator(".card-name").first
    first.focus()
    board.keyboard.press("ArrowDown")
    expect(first).not_to_be_focused()
    board.keyboard.press("ArrowUp")
    expect(first).to_be_focused()


def test_a_folded_column_stays_folded(board: Page) -> None:
    offer = board.locator('.column[data-stage="offer"]')
    offer.hover()
    offer.locator("[data-collapse]").click()
    board.reload()
    expect(offer).to_have_class("column column-1 folded")
    offer.locator("[data-collapse]").click()
    expect(offer).to_have_class("column column-1")


def test_a_deal_begins_in_the_column_where_it_is_asked_for(board: Page) -> None:
    review = board.locator('.column[data-stage="review"]')
    review.hover()
    review.locator("[data-new-deal]").click()
    board.fill("#deal-title", "From the column")
    board.fill("#deal-amount", "250.50")
    board.fill("#deal-custom\\.budget", "300")
    board.get_by_role("button", name="Open the deal").click()
    expect(board.locator("h1")).to_contain_text("From the column")


def test_a_stage_goes_up_by_keyboard(board: Page, address: str, renewals: str) -> None:
    board.goto(f"{address}/settings/pipelines?pipeline={renewals}")
    board.get_by_role("button", name="Move Offer <b> up").press("Enter")
    expect(board.locator(".ordered-text strong")).to_have_text(["Offer <b>", "Review"])
    board.get_by_role("button", name="Move Offer <b> down").press("Enter")
    expect(board.locator(".ordered-text strong")).to_have_text(["Review", "Offer <b>"])


def test_a_field_is_defined_on_its_page_and_asked_for_in_the_form(board: Page, address: str) -> None:
    board.goto(f"{address}/settings/fields?object=deal")
    board.get_by_role("button", name="New field").click()
    board.fill("#define-label\\.en", "Channel")
    board.select_option("#define-kind", "choice")
    board.fill("#define-choices", "fair = Fair | 展会\nweb = Web")
    board.get_by_role("button", name="Create", exact=True).click()
    expect(board.locator(".ordered-item", has_text="Channel")).to_contain_text("Fair")
    board.goto(f"{address}/deals")
    board.get_by_role("button", name="New deal").click()
    offered = board.locator("#deal-custom\\.channel option")
    expect(offered).to_have_text(["–", "Fair", "Web"])


def test_what_is_missing_is_sent_once_however_often_it_is_pressed(
    board: Page, send: Send, renewals: str
) -> None:
    card = board.locator(f"#deal-{renewal(send, renewals, 'In haste')['stream_id']}")
    card.locator(".card-name").focus()
    board.keyboard.press("Alt+ArrowRight")
    board.fill("#needed-expected_close_on", "2027-01-31")
    board.fill("#needed-custom\\.budget", "120000")
    sent: list[str] = []
    board.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    board.locator("#needed form").evaluate("form => (form.requestSubmit(), form.requestSubmit())")
    moved = column(board, "offer").locator(".card:not(.waiting)", has_text="In haste")
    expect(moved).to_be_visible()
    expect(board.locator("#needed")).to_be_hidden()
    assert sorted(url.rpartition("/")[2] for url in sent) == [
        "change-custom-fields",
        "move-deal",
        "reschedule-deal",
    ]
