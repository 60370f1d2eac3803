"""Does every page fit a phone, say everything to a screen reader, weigh little, and speak both languages?"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.pages.conftest import Company
from tests.signed_in_browser import SignedInBrowser

PAGES = (
    *("/home", "/deals", "/deals/list", "/customers", "/reports", "/operations", "/imports", "/tasks"),
    *("/search?q=GTX", "/settings", "/settings/account", "/settings/preferences", "/ui"),
)
SETTINGS = (
    *("people", "teams", "branches", "roles", "roles/salesperson"),
    *("pipelines", "fields", "products", "rates"),
)
LIGHT_ENOUGH = 150 * 1024
"""What the first page may weigh on the wire, with nothing in the browser's memory."""


def records(company: Company) -> tuple[str, ...]:
    return f"/customers/{company.customer}", f"/deals/{company.open_deal}"


@pytest.fixture(params=["en", "zh-CN"])
def phone(browser: SignedInBrowser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on the screen of a phone, in each language."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale=request.param, has_touch=True)
    yield page
    page.close()


def test_no_page_slides_sideways_on_a_phone(phone: Page, address: str, company: Company) -> None:
    wide = {}
    for place in (*PAGES, *records(company), f"/customers/{company.long_name}", "/nowhere"):
        phone.goto(address + place)
        wide[place] = phone.evaluate(
            "['html', 'main'].map(e => document.querySelector(e)).map(e => e.scrollWidth - e.clientWidth)"
        )
    assert {place: beyond for place, beyond in wide.items() if any(beyond)} == {}


def test_what_a_finger_meets_in_the_frame_is_large_enough(
    phone: Page, address: str, company: Company
) -> None:
    phone.goto(f"{address}/home?min_position={company.position}")
    sizes = phone.evaluate(
        "[...document.querySelectorAll('.top a, .top button, .navigation .tab')]"
        ".filter(e => e.offsetParent && !e.matches('.brand-link'))"
        ".map(e => [e.className, Math.round(e.offsetWidth), Math.round(e.offsetHeight)])"
    )
    assert [each for each in sizes if each[1] < 40 or each[2] < 44] == []


def test_no_page_has_a_known_barrier(browser: SignedInBrowser, address: str, company: Company) -> None:
    page = browser.new_page(bypass_csp=True, reduced_motion="reduce")
    settings = [f"/settings/{each}" for each in SETTINGS]
    found = barriers(page, address, *PAGES, *settings, *records(company))
    page.context.clear_cookies()
    found |= barriers(page, address, "/sign-in", "/sign-in?then=/deals&lang=zh")
    page.context.close()
    assert {place: each for place, each in found.items() if each} == {}


def barriers(page: Page, address: str, *places: str) -> dict[str, list[tuple[str, str, str]]]:
    """What stands in whose way on each page; in the dark only the colours are others."""
    found = {}
    for place in places:
        page.emulate_media(color_scheme="light")
        answer = page.goto(address + place)
        assert answer is not None
        assert (answer.status, answer.url) == (200, address + place)
        light = checked(page, {})
        page.emulate_media(color_scheme="dark")
        found[place] = light + checked(page, {"runOnly": ["color-contrast", "link-in-text-block"]})
    return found


def checked(page: Page, options: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Rule, element, and what axe says of it."""
    result = Axe().run(page, options=options).response["violations"]
    return [
        (each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"][:300])
        for each in result
    ]


@pytest.mark.parametrize("place", ["/home", "/customers", "/deals"])
def test_the_first_page_is_light(
    browser: SignedInBrowser, address: str, company: Company, place: str
) -> None:
    page = browser.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    weights: list[float] = []
    network.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(f"{address}{place}?min_position={company.position}", wait_until="load")
    page.close()
    assert len(weights) > 5
    assert sum(weights) <= LIGHT_ENOUGH
