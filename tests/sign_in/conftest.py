"""A browser without a session before the whole product, in one process."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html import unescape

import httpx
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.gateway.app import create_app
from services.gateway.runtime import Runtime
from services.operations.embedded import assemble
from tests.gateway.conftest import runtime, settings
from tests.people import People, people

__all__ = ["runtime", "settings"]

PASSWORD = "four unrelated words of it"
Browser = Callable[[], "Visitor"]
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


class Visitor:
    """A browser: it keeps cookies, also those bound to a secure address, and sends forms with their token."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.cookies: dict[str, str] = {}

    def get(self, address: str, **headers: str) -> httpx.Response:
        return self._noted(self._client.get(address, headers=self._headers(headers), follow_redirects=False))

    def post(self, address: str, *, page: str | None = None, **fields: str) -> httpx.Response:
        """Open the page with the form, fill it in and send it."""
        held = _TOKEN.search(self.get(page or address).text)
        data = {"form_token": held[1] if held else "", **fields}
        return self.send(address, data)

    def send(self, address: str, data: dict[str, str]) -> httpx.Response:
        headers = self._headers({"Origin": str(self._client.base_url).rstrip("/")})
        answer = self._client.post(address, data=data, headers=headers, follow_redirects=False)
        return self._noted(answer)

    def sign_in(self, email: str, password: str = PASSWORD, then: str = "") -> httpx.Response:
        address = f"/sign-in?then={then}" if then else "/sign-in"
        return self.post("/sign-in", page=address, email=email, password=password, then=then)

    @property
    def session(self) -> str | None:
        return self.cookies.get("__Host-hindsight-session")

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept": "text/html", **({"Cookie": cookie} if cookie else {}), **more}

    def _noted(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer


@pytest.fixture(scope="module")
def client(runtime: Runtime) -> Iterator[TestClient]:
    app = create_app(runtime)
    with TestClient(
        app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000), raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="module")
def other_gateway(module_database: Engine, runtime: Runtime) -> Iterator[Browser]:
    """Fresh browsers before a second gateway over the same database, with the same key."""
    with ExitStack() as stack:
        url = module_database.url.render_as_string(hide_password=False)
        app = create_app(assemble(runtime.settings, url, stack))
        second = stack.enter_context(
            TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50001))
        )
        yield lambda: Visitor(second)


@pytest.fixture
def browser(client: TestClient) -> Browser:
    """A fresh browser."""
    return lambda: Visitor(client)


@pytest.fixture(scope="module")
def team(module_database: Engine) -> People:
    """Makes users."""
    return people(module_database)


def shown(answer: httpx.Response) -> str:
    """What the page says."""
    return unescape(answer.text)


def forget_attempts(database: Engine) -> None:
    """Nobody has tried anything yet."""
    with database.begin() as connection:
        connection.exec_driver_sql("truncate log.tries")
