"""Chromium in which somebody has signed in already."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.people import COOKIE, Person


class SignedInBrowser:
    """A browser whose every page is that of one user, unless another is named."""

    def __init__(self, browser: Browser, address: str, who: Person) -> None:
        self._browser, self._address, self._who = browser, address, who

    def new_context(self, who: Person | None = None, **options: Any) -> BrowserContext:
        """A profile of its own."""
        context = self._browser.new_context(**options)
        session = (who or self._who).session
        context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": session,
                    "url": self._address.replace("http:", "https:"),
                    "secure": True,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )
        return context

    def new_page(self, who: Person | None = None, **options: Any) -> Page:
        """A page in a profile of its own."""
        return self.new_context(who, **options).new_page()

    def close(self) -> None:
        """End it."""
        self._browser.close()
