"""Do the first steps stay away where they were hidden, and come back where they are asked for?"""

import httpx
import pytest
from sqlalchemy import Engine

from services.gateway.pages.home.first_steps import first_steps
from shared.rights.principal import SYSTEM
from tests.imported import imported
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


def test_bringing_customers_along_is_done_once_something_was_imported(module_database: Engine) -> None:
    def done() -> bool:
        with module_database.connect() as connection:
            return next(
                each.done for each in first_steps(connection, SYSTEM) if each.step.address == "/imports"
            )

    assert not done()
    imported(module_database)
    assert done()
