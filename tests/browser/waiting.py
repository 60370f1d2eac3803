"""When is something true in a page?"""

import time

from playwright.sync_api import Page


def until(page: Page, expression: str, seconds: float = 15.0) -> None:
    """Wait until this JavaScript expression is true.

    Playwright's own wait_for_function evaluates text inside the page from its second try on, which the pages'
    content security policy refuses.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not true within {seconds} s: {expression}"
        page.wait_for_timeout(50)
