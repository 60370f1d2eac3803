"""Do the first steps stay away where they were hidden, and come back where they are asked for?"""

import httpx
import pytest

from tests.pages.conftest import http, runtime, settings

__all__ = ["http", "runtime", "settings"]


@pytest.mark.parametrize(
    ("address", "hidden", "shown"),
    [("/home", False, True), ("/home", True, False), ("/home?steps=1", True, True)],
)
def test_the_first_steps_are_shown_until_they_are_hidden(
    http: httpx.Client, address: str, *, hidden: bool, shown: bool
) -> None:
    kept = dict(http.cookies) | ({"first_steps": "hidden"} if hidden else {})
    page = http.get(address, headers={"Cookie": "; ".join(f"{name}={held}" for name, held in kept.items())})
    assert ('id="first-steps"' in page.text) == shown
