"""Do the forms of the door refuse at the field what no field takes?"""

import re

import httpx
import pytest

from services.gateway.pages.sign_in.forms import LONGEST_THEN
from tests.bad_input.texts import REFUSED
from tests.sign_in.conftest import PASSWORD, Browser
from tests.sign_in.test_first_start import FORM

BAD = (*REFUSED.values(), "x" * 201)


@pytest.mark.parametrize("field", ["company", "name", "email", "password", "repeated"])
def test_the_first_start_refuses_at_the_field(browser: Browser, field: str) -> None:
    visitor = browser()
    for text in BAD:
        whole = FORM | {"password": PASSWORD, "repeated": PASSWORD, field: text}
        answer = visitor.post("/first-start", **whole)
        assert answer.status_code == 422
        assert _noted(answer, field), text
    assert visitor.get("/sign-in").headers["location"] == "/first-start"  # there is still nobody


@pytest.mark.parametrize("field", ["email", "password"])
def test_signing_in_refuses_at_the_field(browser: Browser, field: str) -> None:
    visitor = browser()
    visitor.post("/first-start", **FORM, password=PASSWORD, repeated=PASSWORD)
    for text in BAD:
        sent = {"email": FORM["email"], "password": PASSWORD, field: text}
        answer = browser().post("/sign-in", **sent)
        assert answer.status_code == 422
        assert _noted(answer, field), text


def test_a_field_that_the_form_does_not_have_is_refused(browser: Browser) -> None:
    assert (
        browser().post("/sign-in", email="a@b.example", password="x", role="administrator").status_code == 422
    )


def test_the_way_on_is_not_lost_however_long_it_is(browser: Browser) -> None:
    page = browser().get("/sign-in?then=/deals?filter=" + "x" * 3_000)
    assert "x" * 3_000 in page.text
    longest = browser().get("/sign-in?then=/" + "x" * 20_000).text
    assert f'name="then" value="/{"x" * (LONGEST_THEN - 1)}"' in longest  # what its form takes


def _noted(answer: httpx.Response, field: str) -> bool:
    return re.search(rf'class="field refused">\s*<label for="{field}"', answer.text) is not None
