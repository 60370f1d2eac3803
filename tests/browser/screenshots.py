"""Takes the pictures in docs/images: the main pages of a demo company, in both languages and both themes.

`python -m tests.browser.screenshots` starts an installation of its own for it, and ends it again.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import httpx
from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS

IMAGES = Path(__file__).parents[2] / "docs" / "images"
HINDSIGHT = str(Path(sys.executable).with_name("hindsight"))
ADDRESS, PASSWORD = "li.na@example.com", "seven calm herons by the river"
PLACES = {
    "home": "/home",
    "board": "/deals",
    "customers": "/customers",
    "customer": "/customers?sort=-last_contact_at",
    "dashboard": "/reports",
    "components": "/ui",
}
READERS = {"en": "en", "zh": "zh-CN"}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PATIENCE_SECONDS = 240
WIDTH, HEIGHT = 1360, 850


def main() -> None:
    """Take every picture anew."""
    with _installation() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language, locale in READERS.items():
            for theme in THEMES:
                size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
                context = browser.new_context(
                    base_url=address, locale=locale, color_scheme=theme, viewport=size
                )
                page = context.new_page()
                _sign_in(page)
                for name, place in PLACES.items():
                    _take(page, name, place, f"{name}-{language}-{theme}.webp")
                context.close()
        browser.close()


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("input[name=email]", ADDRESS)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/home|/deals"))


def _take(page: Page, name: str, place: str, file: str) -> None:
    page.goto(place, wait_until="load")
    if name == "customer":
        page.goto(str(page.locator("tr[data-id] a").first.get_attribute("href")), wait_until="load")
    page.evaluate("document.fonts.ready")
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(IMAGES / file, "webp", quality=72, method=6)


@contextmanager
def _installation() -> Iterator[str]:
    with TemporaryDirectory(prefix="hindsight-pictures-") as folder, socket.create_server(("", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "HINDSIGHT_DATA_DIR": folder, "HINDSIGHT_PORT": str(port)}
        served = subprocess.Popen([HINDSIGHT, "serve"], env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address)
            named = ["--email", ADDRESS, "--name", "李娜", "--company", "Hindsight"]
            create = [HINDSIGHT, "admin", "create", *named, "--password-stdin"]
            subprocess.run(create, env=environment, input=f"{PASSWORD}\n", text=True, check=True)
            subprocess.run([HINDSIGHT, "demo", "--size", "small"], env=environment, check=True)
            yield address
        finally:
            served.terminate()
            served.wait()


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    sys.exit(f"Hindsight did not start within {PATIENCE_SECONDS} seconds.")


if __name__ == "__main__":
    main()
