"""Does an identity provider let in whom it should, and nobody on a claim that was not checked?"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx
import pytest
from joserfc import jwt
from oidc_provider_mock import User, run_server_in_thread
from sqlalchemy import Engine

from services.gateway.runtime import Runtime
from services.gateway.signing_in import attempts
from services.gateway.signing_in.settings import Provider
from services.identity.commands import ChangeUserEmail
from tests.people import People
from tests.sign_in.conftest import Browser, Visitor, forget_attempts, shown

BACK = "/sign-in/oidc/callback"


@pytest.fixture
def provider(runtime: Runtime) -> Iterator[str]:
    """A provider on this machine, which the gateway trusts."""
    users = [
        User(sub="ada", claims={"email": "ada@example.com", "email_verified": True}),
        User(sub="unverified", claims={"email": "ada@example.com"}),
        User(sub="stranger", claims={"email": "who@example.com", "email_verified": True}),
    ]
    with run_server_in_thread(user_claims=users) as server:
        address = f"http://localhost:{server.server_port}"
        before = runtime.door.settings
        runtime.door.settings = before._replace(provider=Provider(address, "hindsight", "secret", "Acme ID"))
        yield address
        runtime.door.settings = before


@pytest.fixture
def ada(team: People) -> Any:
    return team.administrator()


def went_there(visitor: Visitor, sub: str, change: Callable[[str], str] = lambda address: address) -> str:
    """To the provider, sign in there as this subject, and the address it leads back to."""
    asked = visitor.get("/sign-in/oidc?then=/customers").headers["location"]
    answer = httpx.post(change(asked), data={"sub": sub})
    back = urlsplit(answer.headers["location"])
    return urlunsplit(("", "", back.path, back.query, ""))


def test_a_verified_address_lets_in_and_is_linked(
    provider: str, browser: Browser, ada: Any, team: People
) -> None:
    visitor = browser()
    assert "Acme ID" in visitor.get("/sign-in").text
    answer = visitor.get(went_there(visitor, "ada"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/customers")
    assert visitor.get("/api/v1/customers").status_code == 200
    team.do(ChangeUserEmail(user_id=ada.user_id, email="ada.lovelace@example.com"))
    again = browser()
    again.get(went_there(again, "ada"))
    assert again.session, "the link holds although the address changed"
    team.do(ChangeUserEmail(user_id=ada.user_id, email="ada@example.com"))


@pytest.mark.parametrize("sub", ["stranger", "unverified"])
def test_who_is_not_known_by_a_verified_address_is_refused(
    provider: str, browser: Browser, ada: Any, sub: str
) -> None:
    visitor = browser()
    answer = visitor.get(went_there(visitor, sub))
    assert answer.status_code == 422
    assert "add you" in shown(answer)
    assert visitor.session is None


def test_it_is_asked_with_pkce_state_and_nonce(provider: str, browser: Browser, ada: Any) -> None:
    asked = parse_qs(urlsplit(browser().get("/sign-in/oidc").headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert all(len(asked[name][0]) >= 22 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == [f"http://127.0.0.1{BACK}"]


def test_another_state_is_refused(provider: str, browser: Browser, ada: Any) -> None:
    visitor = browser()
    forged = re.sub(r"state=[^&]+", "state=forged", went_there(visitor, "ada"))
    assert visitor.get(forged).status_code == 422
    assert visitor.session is None


def test_an_answer_nobody_asked_for_is_refused(provider: str, browser: Browser, ada: Any) -> None:
    victim, attacker = browser(), browser()
    assert victim.get(went_there(attacker, "ada")).status_code == 422
    assert victim.session is None


def test_an_answer_is_taken_once(provider: str, browser: Browser, ada: Any) -> None:
    visitor = browser()
    address = went_there(visitor, "ada")
    visitor.get(address)
    thief = browser()
    assert thief.get(address).status_code == 422
    assert thief.session is None


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("nonce", "another"),
        ("aud", "another client"),
        ("iss", "https://evil.example"),
        ("exp", 1),
        ("nonce", None),
    ],
)
def test_a_wrong_claim_is_refused(
    provider: str, browser: Browser, ada: Any, monkeypatch: pytest.MonkeyPatch, claim: str, value: Any
) -> None:
    real = jwt.decode

    def altered(*asked: Any, **more: Any) -> Any:
        token = real(*asked, **more)
        token.claims[claim] = value
        return token

    monkeypatch.setattr(jwt, "decode", altered)
    visitor = browser()
    assert visitor.get(went_there(visitor, "ada")).status_code == 422
    assert visitor.session is None


def test_a_provider_that_is_away_leaves_the_password(runtime: Runtime, browser: Browser, ada: Any) -> None:
    before = runtime.door.settings
    runtime.door.settings = before._replace(provider=Provider("http://127.0.0.1:9", "hindsight", "", "Away"))
    try:
        answer = browser().get("/sign-in/oidc")
    finally:
        runtime.door.settings = before
    assert answer.status_code == 422
    assert 'name="password"' in answer.text


def test_it_is_asked_where_people_sign_in_once_in_a_while(
    provider: str, browser: Browser, ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    sent = httpx.AsyncClient.send

    async def counted(client: httpx.AsyncClient, request: httpx.Request, **more: Any) -> httpx.Response:
        asked.append(request.url.path)
        return await sent(client, request, **more)

    monkeypatch.setattr(httpx.AsyncClient, "send", counted)
    for _ in range(4):
        visitor = browser()
        visitor.get(went_there(visitor, "ada"))
        assert visitor.session
    assert asked.count("/.well-known/openid-configuration") == 1


def test_a_provider_that_is_away_is_asked_again_only_after_a_moment(
    runtime: Runtime, browser: Browser, ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, asked = runtime.door.settings, []

    async def away(*_: Any, **__: Any) -> httpx.Response:
        asked.append(1)
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(httpx.AsyncClient, "send", away)
    runtime.door.settings = before._replace(provider=Provider("http://127.0.0.1:8", "hindsight", "", "Away"))
    try:
        answers = [browser().get("/sign-in/oidc").status_code for _ in range(3)]
    finally:
        runtime.door.settings = before
    assert (answers, len(asked)) == ([422, 422, 422], 1)


def test_an_address_goes_there_and_back_only_so_often(
    provider: str, browser: Browser, ada: Any, monkeypatch: pytest.MonkeyPatch, module_database: Engine
) -> None:
    forget_attempts(module_database)
    monkeypatch.setattr(attempts, "PROVIDER_ATTEMPTS", 3)
    visitor = browser()
    back = went_there(visitor, "ada")
    note = dict(visitor.cookies)
    answers = []
    for _ in range(3):
        visitor.cookies = dict(note)
        answers.append(visitor.get(re.sub(r"code=[^&]+", "code=guessed", back)))
    assert [each.status_code for each in answers] == [422, 422, 429]
    refused = browser().get("/sign-in/oidc")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    forget_attempts(module_database)


def test_where_they_wanted_to_go_is_kept_only_while_a_cookie_holds_it(
    provider: str, browser: Browser, ada: Any
) -> None:
    visitor = browser()
    asked = visitor.get(f"/sign-in/oidc?then=/customers?search={'x' * 5_000}")
    assert len(asked.headers["set-cookie"]) < 4_096
    answer = httpx.post(asked.headers["location"], data={"sub": "ada"})
    back = urlsplit(answer.headers["location"])
    assert visitor.get(urlunsplit(("", "", back.path, back.query, ""))).headers["location"] == "/"
