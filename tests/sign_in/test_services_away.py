"""What do the forms say while the service that they need is still starting, or away?"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.gateway.app import create_app
from services.gateway.runtime import Runtime
from services.operations.embedded import assemble
from shared.local_bus import LocalBus
from tests.sign_in.conftest import PASSWORD, Browser, Visitor, shown
from tests.sign_in.test_first_start import FORM, start

AWAY = "identity 服务没有响应"


@pytest.fixture(scope="module")
def away(module_database: Engine, runtime: Runtime) -> Iterator[TestClient]:
    """A gateway over the same log, none of whose services runs."""
    with ExitStack() as stack:
        url = module_database.url.render_as_string(hide_password=False)
        whole = assemble(runtime.settings, url, stack)
        app = create_app(replace(whole, bus=LocalBus({})))
        yield stack.enter_context(TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50002)))


@pytest.fixture
def waiting(away: TestClient) -> Visitor:
    """A browser before that gateway, which reads Chinese."""
    visitor = Visitor(away)
    visitor.cookies["lang"] = "zh"
    return visitor


def test_the_first_start_keeps_what_was_typed_until_the_service_is_there(
    waiting: Visitor, browser: Browser
) -> None:
    answer = start(waiting)
    _asks_to_try_again(answer)
    assert FORM["company"] in shown(answer)
    assert start(browser()).status_code == 303


def test_signing_in_asks_to_try_again(waiting: Visitor, browser: Browser) -> None:
    start(browser())
    answer = waiting.sign_in("wang@example.com")
    _asks_to_try_again(answer)
    assert 'value="wang@example.com"' in answer.text
    assert waiting.session is None


@pytest.mark.parametrize(
    ("address", "page", "fields"),
    [
        (
            "/settings/preferences",
            "/settings/preferences",
            {"language": "zh", "time_zone": "Asia/Shanghai", "theme": "dark", "page_size": "50", "home": ""},
        ),
        (
            "/settings/account/password",
            "/settings/account",
            {"current": PASSWORD, "password": "another four of them", "repeated": "another four of them"},
        ),
        (
            "/settings/account/tokens",
            "/settings/account",
            {"token_name": "sync", "scope": "*:read", "branch": "", "days": "30"},
        ),
    ],
)
def test_the_forms_of_ones_own_account_do_too(
    waiting: Visitor, browser: Browser, address: str, page: str, fields: dict[str, str]
) -> None:
    start(browser())
    here = browser()
    here.sign_in("wang@example.com")
    waiting.cookies.update(here.cookies)
    _asks_to_try_again(waiting.post(address, page=page, **fields))


def test_a_command_does_too(away: TestClient, browser: Browser) -> None:
    start(browser())
    here = browser()
    here.sign_in("wang@example.com")
    answer = away.post(
        "/api/v1/identity/open-branch",
        json={"code": "sh", "name": "上海"},
        headers={"Cookie": f"__Host-hindsight-session={here.session}"},
    )
    assert (answer.status_code, answer.json()["kind"]) == (503, "Unavailable")
    assert answer.headers["retry-after"]


def _asks_to_try_again(answer: httpx.Response) -> None:
    assert answer.status_code == 503, shown(answer)
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["content-type"].startswith("text/html")
    assert AWAY in shown(answer)
