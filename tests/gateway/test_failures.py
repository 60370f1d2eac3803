"""What does a client read, and what do the logs keep, when the failure is ours?"""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from services.gateway import failures
from services.gateway.asgi.correlation import Correlation
from services.gateway.asgi.headers import ALWAYS, Headers
from shared.log.session import ConnectionLost


@pytest.fixture
def failing() -> Iterator[httpx.Client]:
    """An app that loses its database, and has a bug."""
    app = FastAPI()
    failures.register(app)
    app.add_middleware(Headers)
    app.add_middleware(Correlation)

    @app.get("/lost")
    @app.get("/api/v1/lost")
    def lost() -> None:
        raise ConnectionLost("server closed the connection unexpectedly")

    @app.get("/bug")
    def bug() -> None:
        raise KeyError("secret")

    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_a_log_that_cannot_be_read_is_unavailable_not_a_bug(failing: httpx.Client) -> None:
    answer = failing.get("/lost")
    assert (answer.status_code, answer.json()["kind"]) == (503, "Unavailable")
    assert "Retry-After" in answer.headers


def test_the_correlation_id_of_a_bug_finds_it_in_the_logs(failing: httpx.Client) -> None:
    sent = str(uuid4())
    with capture_logs() as said:
        answer = failing.get("/bug", headers={"X-Correlation-ID": sent})
    assert (answer.status_code, answer.json()["correlation_id"]) == (500, sent)
    assert "secret" not in answer.text
    [failure] = [line for line in said if line["event"] == "unexpected failure"]
    assert failure["correlation_id"] == sent
    assert isinstance(failure["exc_info"], KeyError)


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "zh-CN,zh;q=0.9"}


@pytest.mark.parametrize("address", ["/bug", "/lost"])
def test_a_failure_carries_the_headers_of_every_answer(failing: httpx.Client, address: str) -> None:
    sent = str(uuid4())
    answer = failing.get(address, headers={"X-Correlation-ID": sent})
    assert {name.decode() for name, _ in ALWAYS} <= set(answer.headers)
    assert answer.headers.get_list("x-correlation-id") == [sent]


def test_a_reader_of_pages_gets_a_page_when_the_database_is_away(failing: httpx.Client) -> None:
    answer = failing.get("/lost", headers=BROWSER)
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert (answer.headers["content-language"], answer.headers["retry-after"]) == ("zh", "2")
    assert 'lang="zh-Hans"' in answer.text
    assert "database" in answer.text


def test_a_reader_of_pages_gets_a_page_that_names_the_correlation_id_of_a_bug(failing: httpx.Client) -> None:
    sent = str(uuid4())
    answer = failing.get("/bug", headers=BROWSER | {"X-Correlation-ID": sent})
    assert (answer.status_code, answer.headers["content-language"]) == (500, "zh")
    assert sent in answer.text
    assert "secret" not in answer.text


def test_the_api_answers_problems_even_to_a_browser(failing: httpx.Client) -> None:
    assert failing.get("/api/v1/lost", headers=BROWSER).json()["kind"] == "Unavailable"
