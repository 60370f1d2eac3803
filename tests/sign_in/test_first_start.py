"""Does an empty installation get its administrator, once, and from whom it should?"""

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.testclient import TestClient

from events.configuration import COMPANY
from projections.configuration.company import COMPANY_SETTINGS
from services.gateway.runtime import Runtime
from services.gateway.signing_in.founding import start_code
from tests.sign_in.conftest import PASSWORD, Browser, Visitor, shown

FORM = {"company": "恒达商贸", "name": "王芳", "email": "wang@example.com"}


def start(visitor: Visitor, password: str = PASSWORD, **fields: str) -> httpx.Response:
    return visitor.post("/first-start", **(FORM | fields), password=password, repeated=password)


def test_every_page_leads_to_the_first_start_while_there_is_nobody(browser: Browser) -> None:
    for address in ("/", "/deals", "/customers", "/sign-in"):
        answer = browser().get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/first-start")


def test_the_api_says_so_too(client: TestClient) -> None:
    answer = client.get("/api/v1/customers")
    assert (answer.status_code, answer.json()["kind"]) == (401, "NotSetUp")


@pytest.mark.parametrize(
    "password", ["short", "password2026!", "abcdefghijkl", "wangwang@example", "hindsight1234"]
)
def test_a_password_that_is_tried_first_is_refused_at_its_field(browser: Browser, password: str) -> None:
    answer = start(browser(), password)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert FORM["company"] in shown(answer)
    assert password not in answer.text


def test_an_e_mail_address_that_is_none_is_refused_at_its_field(browser: Browser) -> None:
    answer = start(browser(), email="nobody")
    assert answer.status_code == 422
    assert 'id="email-note">' in answer.text


def test_every_wrong_field_is_named_at_once(browser: Browser) -> None:
    answer = shown(start(browser(), "short", company="", name="", email="nobody"))
    for field in ("company", "name", "email", "password"):
        assert re.search(rf'id="{field}" [^>]*aria-invalid="true"', answer), field


def test_a_form_without_its_token_changes_nothing(browser: Browser) -> None:
    answer = browser().send("/first-start", FORM | {"password": PASSWORD, "repeated": PASSWORD})
    assert answer.status_code == 403


def test_from_another_machine_it_takes_the_code_of_the_console(runtime: Runtime, client: TestClient) -> None:
    far = Visitor(client)
    far._headers = lambda more: {  # type: ignore[method-assign]
        **Visitor._headers(far, more),
        "X-Forwarded-For": "192.0.2.7",
    }
    assert 'name="code"' in far.get("/first-start").text
    assert start(far, code="0000-0000-0000").status_code == 422
    assert start_code(runtime.door) not in far.get("/first-start").text


def test_of_two_who_start_it_at_once_one_is_the_administrator(browser: Browser, runtime: Runtime) -> None:
    visitors = [browser() for _ in range(4)]
    for visitor in visitors:
        read = visitor._headers
        visitor._headers = lambda more, read=read: {**read(more), "Accept-Language": "zh-CN"}  # type: ignore[method-assign, misc]
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda n: start(visitors[n], email=f"founder{n}@example.com"), range(len(visitors)))
        )
    signed_in = [visitor for visitor in visitors if visitor.session]
    assert len(signed_in) == 1, [(answer.status_code, answer.headers.get("location")) for answer in answers]
    assert signed_in[0].get("/api/v1/customers").status_code == 200
    assert {answer.status_code for answer in answers} == {303}
    # In Chinese: phone numbers without a code are those of China, until somebody chooses otherwise.
    assert COMPANY_SETTINGS.fold(runtime.log.stream(COMPANY)).phone_region == "CN"


def test_afterwards_the_page_is_gone(browser: Browser) -> None:
    assert browser().get("/first-start").headers["location"] == "/sign-in"
    late = browser()
    fields = FORM | {"email": "late@example.com", "password": PASSWORD, "repeated": PASSWORD}
    assert late.post("/first-start", page="/sign-in", **fields).headers["location"] == "/sign-in"
    assert late.session is None
