"""Does the board work under a real browser: by mouse, by keyboard, and while others work on it?

Runs where Chromium is installed (`apt-get install chromium`). The accessibility check also needs axe-core:
`npm install --no-save axe-core` in the folder of the repository.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Locator, Page, expect, sync_playwright
from sqlalchemy import Engine

from services.gateway.app import create_app
from services.gateway.runtime import Runtime
from tests.pages.conftest import Company
from tests.people import people
from tests.signed_in_browser import SignedInBrowser

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PAGES = ("/deals", "/deals/list", "/customers", "/reports", "/operations", "/ui")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; apt-get install chromium")
Send = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def address(runtime: Runtime) -> Iterator[str]:
    """The product on a free port of the loopback interface."""
    server = uvicorn.Server(uvicorn.Config(create_app(runtime), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def http(address: str, module_database: Engine) -> Iterator[httpx.Client]:
    """A client of the same product the browser looks at."""
    who = people(module_database).administrator()
    with httpx.Client(base_url=address, cookies=who.cookies) as client:
        yield client


@pytest.fixture(scope="module")
def browser(address: str, module_database: Engine) -> Iterator[SignedInBrowser]:
    """Chromium, in which an administrator has signed in."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield SignedInBrowser(launched, address, people(module_database).administrator())
        launched.close()


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


@pytest.fixture(params=["en", "zh-CN"])
def phone(browser: SignedInBrowser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on the screen of a phone, in each language."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale=request.param, has_touch=True)
    yield page
    page.close()


def test_no_page_slides_sideways_on_a_phone(phone: Page, address: str, company: Company) -> None:
    wide = {}
    records = (
        f"/customers/{company.long_name}",
        f"/customers/{company.customer}",
        f"/deals/{company.open_deal}",
    )
    for place in (*PAGES, *records, "/nowhere"):
        phone.goto(address + place)
        wide[place] = phone.evaluate(
            "['html', 'main'].map(e => document.querySelector(e)).map(e => e.scrollWidth - e.clientWidth)"
        )
    assert {place: beyond for place, beyond in wide.items() if any(beyond)} == {}


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core here; npm install --no-save axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_known_barrier(
    browser: SignedInBrowser, address: str, company: Company, scheme: Any
) -> None:
    page = browser.new_page(bypass_csp=True, color_scheme=scheme)
    for place in (*PAGES, f"/customers/{company.customer}", f"/deals/{company.open_deal}"):
        page.goto(address + place)
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "axe.run().then(result => result.violations.map(({id, nodes}) => [id, nodes[0].html]))"
        )
        assert found == [], place
    page.close()
