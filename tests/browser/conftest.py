"""The product on a port of its own, looked at with Chromium by whoever is signed in."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import sync_playwright
from sqlalchemy import Engine

from services.gateway.app import create_app
from services.gateway.runtime import Runtime
from tests.gateway.conftest import runtime, settings
from tests.pages.conftest import company, send
from tests.people import People, people
from tests.signed_in_browser import SignedInBrowser

__all__ = ["company", "runtime", "send", "settings"]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
HERE = Path(__file__).parent
Send = Callable[..., dict[str, Any]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this folder, and leaves them out where there is no Chromium."""
    missing = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; apt-get install chromium")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(missing)


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
def staff(module_database: Engine) -> People:
    """Makes colleagues of any role, one of whom may be named to `browser.new_page`."""
    return people(module_database)


@pytest.fixture(scope="module")
def http(address: str, staff: People) -> Iterator[httpx.Client]:
    """A client of the same product the browser looks at."""
    with httpx.Client(base_url=address, cookies=staff.administrator().cookies) as client:
        yield client


@pytest.fixture(scope="module")
def browser(address: str, staff: People) -> Iterator[SignedInBrowser]:
    """Chromium, in which an administrator has signed in."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield SignedInBrowser(launched, address, staff.administrator())
        launched.close()
