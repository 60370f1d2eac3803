"""Does the import wizard lead through an import in a real browser, from the files to the undoing?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.signed_in_browser import SignedInBrowser

COMPANIES = "Company ID,Company Name,Industry,Company Domain Name\n71,Acme 71,Tools,acme71.com\n"
DEALS = (
    "Deal ID,Deal Name,Deal Stage,Amount,Close Date,Deal Owner,Associated Company Domain\n"
    "711,Pumps,Closed Won,100.50,2026-01-31,nobody@example.com,acme71.com\n"
    "712,Lamps,Dreaming,dear,2026-01-31,nobody@example.com,acme71.com\n"
)
PATIENCE = 30_000


@pytest.fixture
def page(browser: SignedInBrowser, address: str) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 860}, bypass_csp=False)
    opened.goto(f"{address}/imports")
    yield opened
    opened.close()


def files(folder: Path) -> list[Path]:
    (folder / "companies.csv").write_text(COMPANIES, encoding="utf-8")
    (folder / "deals.csv").write_text(DEALS, encoding="utf-8")
    return [folder / "deals.csv", folder / "companies.csv"]


def clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_files_become_records_and_go_again(page: Page, tmp_path: Path) -> None:
    clean(page)
    page.set_input_files("input[type=file]", files(tmp_path))
    page.wait_for_url("**/imports/*-*")
    expect(page.locator(".import-file h2")).to_have_text(["companies.csv", "deals.csv"])
    clean(page)
    with page.expect_response("**/imports/*?step=map"):
        page.locator('[data-value="Dreaming"]').select_option("proposal")
    page.click('[data-go="check"]')
    page.locator(".import-summary", has_text="deals.csv").click(timeout=PATIENCE)
    cell = page.locator('#row-3 [data-cell="Amount"]')
    expect(cell).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
    expect(page.locator("#row-3")).to_contain_text("is not a number")
    clean(page)
    cell.fill("12.50")
    cell.press("Enter")
    expect(page.locator("#row-3 .tag")).to_have_text("New")
    page.click('[data-go="run"]')
    expect(page.locator('#progress[data-state="done"]')).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".stat").first).to_have_text("Created3")
    clean(page)
    page.click("[data-open=undo-import]")
    page.click("dialog [data-go=undo]")
    expect(page.locator('#progress[data-state="undone"]')).to_be_visible(timeout=PATIENCE)


def test_a_file_that_cannot_be_read_is_named_at_the_place_it_was_dropped(page: Page, tmp_path: Path) -> None:
    (tmp_path / "scan.csv").write_bytes(b"%PDF-1.7")
    page.set_input_files("input[type=file]", tmp_path / "scan.csv")
    expect(page.locator(".drop .form-problem")).to_contain_text("is a PDF document", timeout=PATIENCE)
