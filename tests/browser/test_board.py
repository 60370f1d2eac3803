"""Does the board work under a real browser: by mouse, by keyboard, and while others work on it?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Send
from tests.browser.waiting import until
from tests.pages.conftest import Company
from tests.signed_in_browser import SignedInBrowser


@pytest.fixture
def board(browser: SignedInBrowser, address: str, company: Company) -> Iterator[Page]:
    """The board, connected to the live feed."""
    page = browser.new_page(viewport={"width": 1440, "height": 860}, bypass_csp=False)
    with page.expect_request("**/api/v1/events*"):
        page.goto(f"{address}/deals?min_position={company.position}")
    yield page
    page.close()


def column(page: Page, stage: str) -> Locator:
    return page.locator(f'.cards[data-stage="{stage}"]')


def deal(send: Send, title: str) -> str:
    return str(send("sales/open-deal", title=title, amount="1000", currency="CNY")["stream_id"])


def test_a_card_is_dragged_to_another_stage(board: Page, send: Send) -> None:
    card = column(board, "prospecting").locator(f"#deal-{deal(send, 'Dragged')}")
    expect(card).to_be_visible()
    card.hover(position={"x": 40, "y": 30})
    until(board, "'Sortable' in window")
    board.mouse.down()
    goal = column(board, "engaging").bounding_box()
    assert goal is not None
    board.mouse.move(goal["x"] + 60, goal["y"] + 30, steps=12)
    board.mouse.up()
    expect(column(board, "engaging").locator(".card:not(.waiting)", has_text="Dragged")).to_be_visible()
    expect(board.locator("#board-news")).to_have_text("Moved to Engaging.")


def test_a_card_is_moved_by_keyboard_and_keeps_the_focus(board: Page, send: Send) -> None:
    card = board.locator(f"#deal-{deal(send, 'By keyboard')}")
    expect(card).to_be_visible()
    card.locator(".card-menu").focus()
    board.keyboard.press("ArrowDown")
    expect(board.locator('#move-menu [data-to="engaging"]')).to_be_focused()
    board.keyboard.press("ArrowDown")
    board.keyboard.press("Enter")
    moved = column(board, "proposal").locator(".card", has_text="By keyboard")
    expect(moved).to_be_visible()
    expect(moved.locator(".card-menu")).to_be_focused()


def test_closing_the_dialog_leaves_a_deal_where_it_was(board: Page, send: Send) -> None:
    card = board.locator(f"#deal-{deal(send, 'Not yet')}")
    card.locator(".card-menu").click()
    board.locator('#move-menu [data-to="won"]').click()
    board.locator("#win-deal [data-close]").first.click()
    expect(column(board, "prospecting").locator(".card", has_text="Not yet")).to_be_visible()


def test_a_refused_move_goes_back_and_says_why(board: Page, send: Send) -> None:
    card = board.locator(f"#deal-{deal(send, 'Contested')}")
    expect(card).to_be_visible()
    card.evaluate("card => (card.dataset.version = 7)")
    card.locator(".card-menu").click()
    board.locator('#move-menu [data-to="proposal"]').click()
    expect(board.locator(".toast")).to_contain_text("Someone else changed this record")
    expect(column(board, "prospecting").locator(".card", has_text="Contested")).to_be_visible()


def test_what_others_do_appears_by_itself(board: Page, send: Send) -> None:
    moved = deal(send, "Elsewhere")
    expect(column(board, "prospecting").locator(f"#deal-{moved}")).to_be_visible()
    send("sales/move-deal", deal_id=moved, to_stage="negotiation")
    expect(column(board, "negotiation").locator(f"#deal-{moved}")).to_be_visible()


def test_a_refusal_stands_at_its_field(board: Page) -> None:
    board.get_by_role("button", name="New deal").click()
    board.fill("#deal-title", "Half a cent")
    board.fill("#deal-amount", "1.005")
    board.get_by_role("button", name="Open the deal").click()
    expect(board.locator("#deal-amount-note")).to_have_text("At most 2 digits after the point.")
